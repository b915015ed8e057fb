import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AssignRowSlots, createRowSlots, type RowSlot } from "./row-slots.ts";

const rowsOf = (slots: readonly RowSlot[]) => slots.map(({ row }) => row);
const keysOf = (slots: readonly RowSlot[]) => slots.map(({ key }) => key);
const rowRange = (first: number, end: number) => Array.from({ length: end - first }, (_, at) => first + at);

function showRows(first: number, end: number): { assign: AssignRowSlots; shown: readonly RowSlot[] } {
  const assign = createRowSlots();
  return { assign, shown: assign({ first, end }, false) };
}

describe("elements of a list that moves", () => {
  it.each([
    ["down", 3],
    ["up", -3],
    ["to a far place", 5_000],
  ])("stay where they are in the document when it scrolls %s", (_, by) => {
    const { assign, shown } = showRows(100, 140);
    const next = assign({ first: 100 + by, end: 140 + by }, true);
    const kept = new Set(keysOf(shown));
    expect(keysOf(next).filter((key) => kept.has(key))).toEqual([...kept]);
    expect(next).toHaveLength(40);
  });

  it("show the rows that stay in the same elements", () => {
    const { assign, shown } = showRows(100, 140);
    const next = assign({ first: 97, end: 137 }, true);
    for (const slot of shown.slice(0, 37)) expect(next).toContainEqual(slot);
    expect(rowsOf(next).toSorted((a, b) => a - b)).toEqual(expect.arrayContaining(rowRange(97, 137)));
  });

  it("are not created and removed in turn when the number of rows changes by one", () => {
    const { assign, shown } = showRows(0, 40);
    expect(keysOf(assign({ first: 1, end: 40 }, true))).toEqual(keysOf(shown));
    expect(keysOf(assign({ first: 1, end: 41 }, true))).toEqual(keysOf(shown));
  });
});

describe("elements of a list that rests", () => {
  it("are in the order of the rows, and those in order are kept", () => {
    const { assign, shown } = showRows(100, 140);
    assign({ first: 90, end: 130 }, true);
    const rested = assign({ first: 90, end: 130 }, false);
    expect(rowsOf(rested)).toEqual(rowRange(90, 130));
    expect(rested.slice(10)).toEqual(shown.slice(0, 30));
  });

  it("are all kept after scrolling down, where React moves only those out of order", () => {
    const { assign, shown } = showRows(100, 140);
    assign({ first: 110, end: 150 }, true);
    const rested = assign({ first: 110, end: 150 }, false);
    expect(rowsOf(rested)).toEqual(rowRange(110, 150));
    expect(keysOf(rested)).toEqual([...keysOf(shown).slice(10), ...keysOf(shown).slice(0, 10)]);
  });

  it("are kept when rows arrive above, and the new rows get new ones", () => {
    const { assign, shown } = showRows(0, 40);
    const next = assign({ first: -2, end: 38 }, false);
    expect(rowsOf(next.slice(0, 40))).toEqual(rowRange(-2, 38));
    expect(next.slice(2, 40)).toEqual(shown.slice(0, 38));
  });

  it("are used for other rows if all are replaced", () => {
    const { assign, shown } = showRows(0, 40);
    expect(keysOf(assign({ first: 500, end: 520 }, false))).toEqual(keysOf(shown).slice(0, 20));
  });
});

it("shows every row of the range once, whatever happened before", () => {
  const step = fc.record({ first: fc.integer({ min: -60, max: 60 }), length: fc.nat(30), isMoving: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const assign = createRowSlots();
      for (const { first, length, isMoving } of steps) {
        const slots = assign({ first, end: first + length }, isMoving);
        const rows = rowsOf(slots).toSorted((a, b) => a - b);
        expect(new Set(keysOf(slots)).size).toBe(slots.length);
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows).toEqual(expect.arrayContaining(rowRange(first, first + length)));
        expect(rows.length).toBeLessThanOrEqual(length + 2);
        if (!isMoving) expect(rowsOf(slots)).toEqual(rows);
      }
    }),
  );
});
