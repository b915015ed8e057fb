import fc from "fast-check";
import { expect, test } from "vitest";
import { SharedBacklog } from "./shared-backlog.ts";

test("a chunk counts for each reader that waits for it, and once in all", () => {
  const backlog = new SharedBacklog<string>();
  const chunk = Buffer.alloc(1_000_000);
  for (const reader of ["a", "b", "c"]) backlog.add(reader, chunk);
  backlog.add("b", Buffer.alloc(10));
  expect(backlog.of("a")).toBe(backlog.cost(chunk));
  expect(backlog.total).toBeLessThan(1_010_000);
  expect(backlog.slowest()).toBe("b");
  backlog.drop("b");
  backlog.taken("a", chunk);
  expect(backlog.total).toBe(backlog.of("c"));
  backlog.taken("c", chunk);
  expect(backlog.total).toBe(0);
  expect(backlog.slowest()).toBeUndefined();
});

test("whatever is added, taken and dropped, nothing is left of readers that are gone", () => {
  const chunks = Array.from({ length: 5 }, (_, index) => Buffer.alloc(10 ** index));
  const steps = fc.array(fc.tuple(fc.constantFrom("add", "taken", "drop"), fc.nat(3), fc.nat(4)));
  fc.assert(
    fc.property(steps, (some) => {
      const backlog = new SharedBacklog<number>();
      const waiting = new Map<number, Set<Buffer>>();
      for (const [step, reader, index] of some) {
        const chunk = chunks[index] ?? Buffer.alloc(0);
        const own = waiting.get(reader) ?? new Set();
        waiting.set(reader, own);
        if (step === "add" && own.has(chunk)) continue;
        if (step === "add") own.add(chunk);
        else if (step === "taken") own.delete(chunk);
        else own.clear();
        if (step === "drop") backlog.drop(reader);
        else backlog[step === "add" ? "add" : "taken"](reader, chunk);
        expect(backlog.of(reader)).toBe([...own].reduce((sum, one) => sum + backlog.cost(one), 0));
      }
      for (const reader of waiting.keys()) backlog.drop(reader);
      expect(backlog.total).toBe(0);
    }),
  );
});
