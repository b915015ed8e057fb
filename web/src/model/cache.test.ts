import { expect, it, vi } from "vitest";
import { createCache } from "./cache.ts";

it("gives the same promise for the same key, and forgets the oldest", async () => {
  const asked: string[] = [];
  const cached = createCache(async (key: string) => {
    asked.push(key);
    return key;
  }, 2);
  expect(cached("a")).toBe(cached("a"));
  await Promise.all([cached("b"), cached("c"), cached("a")]);
  expect(asked).toEqual(["a", "b", "c", "a"]);
});

it("tries again after a failure", async () => {
  let failing = true;
  const cached = createCache(async (key: string) => {
    if (failing) throw new Error("away");
    return key;
  }, 2);
  await expect(cached("a")).rejects.toThrow("away");
  failing = false;
  await vi.waitFor(async () => expect(await cached("a")).toBe("a"));
});
