import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// docs/architecture.md says what each module holds and may import. .oxlintrc.json and the nested tsconfig.json files enforce it by
// folder: a file outside of these folders would escape both. Lint fails on such a file: it may have 0 lines.

const ROOT = new URL("../../../", import.meta.url);

const SERVER_MODULES = [
  "app",
  "base",
  "checks",
  "cli",
  "compat",
  "config",
  "http",
  "mail",
  "mailbox",
  "package",
  "relay",
  "request",
  "smtp",
  "store",
];

const lintRules = readFileSync(new URL(".oxlintrc.json", ROOT), "utf8");

const listNames = (folder: string): string[] => readdirSync(fileURLToPath(new URL(folder, ROOT))).toSorted();

test("server/src holds its modules and no file beside them", () => {
  expect(listNames("server/src/")).toEqual(SERVER_MODULES);
});

test.each(["server/src/", "web/src/"])("each folder of %s has import rules", (sources) => {
  const folders = listNames(sources).filter((name) => name !== "main.tsx");
  expect(folders.filter((name) => !lintRules.includes(`"${sources}${name}/**"`))).toEqual([]);
});
