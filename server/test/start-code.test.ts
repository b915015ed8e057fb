import { basename } from "node:path";
import { expect, test } from "vitest";
import { startChildServer } from "./support/child-server.ts";

/** Prints the CommonJS files that were loaded, when the process ends. */
const LIST_LOADED = `
  import { createRequire } from "node:module";
  const { cache } = createRequire(process.execPath);
  process.once("exit", () => console.error("loaded " + JSON.stringify(Object.keys(cache))));
`;

test("the built server starts without the libraries that only some requests need", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(LIST_LOADED)}`;
  const server = await startChildServer({ built: true, nodeFlags: ["--import", preload] });
  expect(await server.stop()).toBe(0);
  const loaded = JSON.parse(/loaded (\[.*\])/.exec(server.stderr())?.[1] ?? "") as string[];
  // It is loaded once the ports are open, for the first request.
  const known = new Set(["typebox-value.cjs"]);
  expect(loaded.map((path) => basename(path)).filter((name) => !known.has(name))).toEqual([]);
});
