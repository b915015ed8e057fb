import { expect, it, vi } from "vitest";
import { createPromiseCache } from "./promise-cache.ts";

it("gives the same promise for the same key, and forgets the oldest", async () => {
  const asked: string[] = [];
  const cached = createPromiseCache(async (key: string) => {
    asked.push(key);
    return key;
  }, 2);
  expect(cached("a")).toBe(cached("a"));
  await Promise.all([cached("b"), cached("c"), cached("a")]);
  expect(asked).toEqual(["a", "b", "c", "a"]);
});

it("remembers a failure until it has been shown, then tries again", async () => {
  vi.useFakeTimers();
  let failing = true;
  const cached = createPromiseCache(async (key: string) => {
    if (failing) throw new Error("away");
    return key;
  }, 2);
  const first = cached("a");
  await expect(first).rejects.toThrow("away");
  failing = false;
  expect(cached("a")).toBe(first);
  await vi.runAllTimersAsync();
  expect(await cached("a")).toBe("a");
  vi.useRealTimers();
});
