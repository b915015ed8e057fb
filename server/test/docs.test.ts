import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { operators, routes } from "@mailglass/shared";
import { describe, expect, test } from "vitest";
import { PAGES, ROOT, readPage, readSnippets } from "./support/doc-snippets.ts";
import { findNewSyntax } from "./support/find-new-syntax.ts";
import { renderFindingsPage } from "./support/findings-page.ts";
import { renderOptionsPage } from "./support/options-page.ts";

/** The docs are correct: lists match the code, links have targets, and every snippet is run. */

test("docs/options.md is what `npm run docs` generates from the options", () => {
  expect(readUnpadded(readPage("docs/options.md"))).toEqual(readUnpadded(renderOptionsPage()));
});

test("docs/findings.md is what `npm run docs` generates from the findings and their examples", () => {
  expect(readUnpadded(readPage("docs/findings.md"))).toEqual(readUnpadded(renderFindingsPage()));
});

test("the links of the README lead to what the package has", () => {
  const targets = [...readPage("README.md").matchAll(/(?<!!)\[[^\]]*\]\(([^)\s#]+)/g)].map(([, target = ""]) => target);
  const packed = readPage("server/package-build.mjs");
  const dead = targets.filter((target) => !/^https?:/.test(target) && !packed.includes(`"${target.split("/")[0]}"`));
  expect(targets.length).toBeGreaterThan(10);
  expect(dead).toEqual([]);
});

test("docs/api.md has every route and every operator of the query language", () => {
  const lines = readUnpadded(readPage("docs/api.md"));
  const listed = Object.values(routes).map(({ method, path, summary }) => `| \`${method} ${path}\` | ${summary} |`);
  expect(lines.filter((line) => /^\| `[A-Z]+ \/api\//.test(line)).sort()).toEqual(listed.sort());
  const operatorRows = operators.map(({ name, help }) => `| \`${name}:\` | ${help} |`);
  expect(lines.filter((line) => /^\| `[a-z-]+:` /.test(line))).toEqual(operatorRows);
});

/** Lines without the blanks with which a formatter aligns the columns of a table. */
const readUnpadded = (page: string): string[] =>
  page.split("\n").map((line) => (line.startsWith("|") ? line.replace(/ +/g, " ").replace(/-{3,}/g, "---") : line));

describe.each(PAGES)("%s", (page) => {
  const text = readPage(page);
  const prose = text.replace(/```[^]*?```/g, "");

  test("its links lead to files and headings that are there", () => {
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const dead = targets.filter((target) => !/^(https?|mailto):/.test(target) && !linkExists(page, target));
    expect(dead).toEqual([]);
  });

  // `runs`, `recipe` and the name after a language say which test runs a block; `tried` says by what it was run by hand.
  test("what it prints to be typed, put into a file or run says what has run it", () => {
    const code = readSnippets(page).filter(({ language }) => language !== "" && language !== "mermaid");
    const unsaid = code.filter(({ mark }) => mark === undefined);
    expect(unsaid.map(({ line, language }) => `${page}:${line} ${language}`)).toEqual([]);
  });

  test("what it prints in JavaScript and TypeScript is in the syntax of the oldest Node that the package supports", async () => {
    const code = readSnippets(page).filter(({ language }) => ["js", "ts"].includes(language));
    for (const { line, code: snippet } of code) {
      expect([`${page}:${line}`, await findNewSyntax(snippet)]).toEqual([`${page}:${line}`, null]);
    }
  });

  test("the paths of the repository that it names are there", () => {
    const named = [...prose.matchAll(/`((?:server|shared|web|e2e|docs|deploy|scripts)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );
    // Files that a command creates and git ignores may not exist yet.
    const made = readPage(".gitignore").split("\n");
    expect(named.filter((path) => !existsSync(join(ROOT, path)) && !made.includes(`/${path}`))).toEqual([]);
  });
});

function linkExists(page: string, target: string): boolean {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return false;
  if (heading === undefined) return true;
  const slugs = [...readPage(file).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return slugs.includes(heading);
}
