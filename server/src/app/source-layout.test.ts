import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const MODULES = [
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
];

// docs/architecture.md says what each holds and may import. .oxlintrc.json and the nested tsconfig.json files enforce it by folder:
// a file outside of these folders would escape both.
test("server/src holds its modules and no file beside them", () => {
  const sources = fileURLToPath(new URL("../", import.meta.url));
  expect(readdirSync(sources).toSorted()).toEqual(MODULES);
});
