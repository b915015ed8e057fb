import { basename } from "node:path";
import { expect, test, vi } from "vitest";
import { startChildServer } from "./support/child-server.ts";

/** Prints the CommonJS files that are loaded when a port opens, and whenever that changes. */
const LIST_LOADED = `
  import { createRequire } from "node:module";
  import { Server } from "node:net";
  const { cache } = createRequire(process.execPath);
  const print = (when) => console.error(when + " " + JSON.stringify(Object.keys(cache)));
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...options) {
    return listen.apply(this.once("listening", () => print("listening")), options);
  };
  let count = 0;
  const timer = setInterval(() => {
    const { length } = Object.keys(cache);
    if (length !== count) print("later");
    count = length;
  }, 20);
  timer.unref();
`;

const namesIn = (list: string | undefined) => (JSON.parse(list ?? "[]") as string[]).map((path) => basename(path));

test("the built server starts without the libraries that only some requests need, and loads those for mail once it is idle", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(LIST_LOADED)}`;
  const server = await startChildServer({ built: true, nodeFlags: ["--import", preload] });
  const atStart = server.stderr().match(/(?<=listening )\[.*\]/g) ?? [];
  expect(atStart.length).toBeGreaterThan(0);
  expect(namesIn(atStart.at(-1))).toEqual([]);
  await vi.waitFor(
    () => {
      const later = server.stderr().match(/(?<=later )\[.*\]/g) ?? [];
      expect(namesIn(later.at(-1))).toEqual(expect.arrayContaining(["htmlparser2.cjs", "libmime.cjs"]));
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(await server.stop()).toBe(0);
});
