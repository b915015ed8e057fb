import { expect, test } from "vitest";
import { TurnGate } from "./turn-gate.ts";

test("callers continue in order, a few per turn of the event loop", async () => {
  const gate = new TurnGate();
  const turns: number[] = [];
  const passed: number[] = [];
  const callers = Array.from({ length: 100 }, async (_, index) => {
    await gate.pass();
    passed.push(index);
  });
  expect(passed).toEqual([]);
  while (passed.length < callers.length) {
    const before = passed.length;
    await new Promise(setImmediate);
    turns.push(passed.length - before);
  }
  expect(Math.max(...turns)).toBe(16);
  expect(passed).toEqual(passed.toSorted((a, b) => a - b));
});
