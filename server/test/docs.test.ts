import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { operators, routes } from "@mailglass/shared";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { optionsPage } from "./support/options-page.ts";
import { executable, installed, run } from "./support/program.ts";
import { runApp } from "./support/running-app.ts";

/** The docs are true: what they list is what the code has, where they point to is there, and their commands run. */

vi.setConfig({ testTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const pages = ["README.md", "CONTRIBUTING.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith(".md"),
);

test("docs/options.md is what `npm run docs` makes of the options", () => {
  expect(unpadded(read("docs/options.md"))).toEqual(unpadded(optionsPage()));
});

test("docs/api.md has every route and every operator of the query language", () => {
  const lines = unpadded(read("docs/api.md"));
  const listed = Object.values(routes).map(({ method, path, summary }) => `| \`${method} ${path}\` | ${summary} |`);
  expect(lines.filter((line) => /^\| `[A-Z]+ \/api\//.test(line)).sort()).toEqual(listed.sort());
  const operatorRows = operators.map(({ name, help }) => `| \`${name}:\` | ${help} |`);
  expect(lines.filter((line) => /^\| `[a-z-]+:` /.test(line))).toEqual(operatorRows);
});

/** Lines without the blanks with which a formatter aligns the columns of a table. */
const unpadded = (page: string): string[] =>
  page.split("\n").map((line) => (line.startsWith("|") ? line.replace(/ +/g, " ").replace(/-{3,}/g, "---") : line));

describe.each(pages)("%s", (page) => {
  const text = read(page);
  const prose = text.replace(/```[^]*?```/g, "");

  test("its links lead to files and headings that are there", () => {
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const dead = targets.filter((target) => !/^(https?|mailto):/.test(target) && !leads(page, target));
    expect(dead).toEqual([]);
  });

  test("the paths of the repository that it names are there", () => {
    const named = [...prose.matchAll(/`((?:server|shared|web|e2e|docs|deploy|scripts)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );
    // What a command makes, and git leaves out, need not be there yet.
    const made = read(".gitignore").split("\n");
    expect(named.filter((path) => !existsSync(join(ROOT, path)) && !made.includes(`/${path}`))).toEqual([]);
  });
});

function leads(page: string, target: string): boolean {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return false;
  if (heading === undefined) return true;
  const slugs = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  return slugs.includes(heading);
}

/** Commands as they are printed; only the ports are others, so that tests can run side by side. */
describe.each(["docs/api.md", "docs/getting-started.md"])("the commands of %s", (page) => {
  const blocks = [...read(page).matchAll(/<!-- runs -->\n\n```sh\n([^]*?)```/g)].map(([, block = ""]) => block);

  test.skipIf(!installed("curl") || !installed("python3")).each(blocks)("%s", async (block) => {
    const app = await runApp();
    onTestFinished(() => app.close());
    await app.send(
      'Subject: Confirm your address\nContent-Type: text/html\n\n<a href="http://shop.test/c/1">Confirm</a> code: 123456\n',
      ["ann@example.com"],
    );
    const ours = block
      .replaceAll("8025", String(app.http.port))
      .replaceAll("1025", String(app.smtp.port))
      .replace(/^mailglass /gm, `${executable()} `);
    const ended = await run("sh", ["-e", "-c", ours]);
    expect({ ...ended, out: ended.out.toString() }).toMatchObject({ code: 0 });
  });
});
