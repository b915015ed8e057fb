import fc from "fast-check";
import { expect, test } from "vitest";
import { SharedBacklog } from "./shared-backlog.ts";

test("a chunk counts for each reader it is queued for, and once in total", () => {
  const backlog = new SharedBacklog<string>();
  const chunk = Buffer.alloc(1_000_000);
  for (const reader of ["a", "b", "c"]) backlog.add(reader, chunk);
  backlog.add("b", Buffer.alloc(10));
  expect(backlog.bytesFor("a")).toBe(backlog.costOf(chunk));
  expect(backlog.totalBytes).toBeLessThan(1_010_000);
  expect(backlog.slowestReader()).toBe("b");
  backlog.removeReader("b");
  backlog.remove("a", chunk);
  expect(backlog.totalBytes).toBe(backlog.bytesFor("c"));
  backlog.remove("c", chunk);
  expect(backlog.totalBytes).toBe(0);
  expect(backlog.slowestReader()).toBeUndefined();
});

test("nothing is left of removed readers, after any additions and removals", () => {
  const chunks = Array.from({ length: 5 }, (_, index) => Buffer.alloc(10 ** index));
  const steps = fc.array(fc.tuple(fc.constantFrom("add", "remove", "drop"), fc.nat(3), fc.nat(4)));
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
        else if (step === "remove") own.delete(chunk);
        else own.clear();
        if (step === "drop") backlog.removeReader(reader);
        else backlog[step === "add" ? "add" : "remove"](reader, chunk);
        expect(backlog.bytesFor(reader)).toBe([...own].reduce((sum, one) => sum + backlog.costOf(one), 0));
      }
      for (const reader of waiting.keys()) backlog.removeReader(reader);
      expect(backlog.totalBytes).toBe(0);
    }),
  );
});
