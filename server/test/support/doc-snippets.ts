import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A page of the repository, by its path from the root. */
export const readPage = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The documents for users and developers. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...["docs", "docs/guides"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
];

/** A block of code as printed. */
export interface Snippet {
  readonly page: string;
  /** Line of the page, from 1. */
  readonly line: number;
  /** `sh`, `php`, …; empty if it is not code. */
  readonly language: string;
  /** The word after the language, or the comment above the block: which test runs it, or what it was tried with. */
  readonly mark: string | undefined;
  readonly code: string;
}

/** Returns the blocks of a page, in order. */
export function readSnippets(page: string): readonly Snippet[] {
  const text = readPage(page);
  const blocks = text.matchAll(/(?:<!-- (.*) -->\n\n)?^```(\w*)(?: (\S+))?\n([^]*?)^```$/gm);
  return [...blocks].map(({ index, 1: comment, 2: language = "", 3: name, 4: code = "" }) => ({
    page,
    line: text.slice(0, index).split("\n").length,
    language,
    mark: name ?? comment,
    code,
  }));
}

/** Returns the blocks of a page that are marked with `<!-- runs: NAME -->`. */
export function namedSnippets(page: string): ReadonlyMap<string, string> {
  const runs = readSnippets(page).flatMap(({ mark, code }) => {
    const name = /^runs: (.+)$/.exec(mark ?? "")?.[1];
    return name === undefined ? [] : [[name, code] as const];
  });
  return new Map(runs);
}

/** Returns the code with the ports of the test's own catcher, so that tests can run in parallel. */
export const replacePorts = (code: string, { smtp, http }: { smtp: number; http: number }): string =>
  code.replaceAll("1025", String(smtp)).replaceAll("8025", String(http));
