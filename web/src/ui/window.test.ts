import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowAtTop, rowWindow, scrollTopOf, scrollToShow } from "./window.ts";

const view = { top: 0, height: 600 };

describe("the window of rows", () => {
  it("draws what is seen and a few more on either side", () => {
    expect(rowWindow({ top: 5_200, height: 520 }, 1_000, 52)).toEqual({
      first: 92,
      end: 118,
      offset: 92 * 52,
      total: 52_000,
      most: 27,
    });
  });

  it("never leaves the rows that there are", () => {
    const height = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(
        fc.nat(40_000_000),
        fc.nat(14_000_000),
        height,
        fc.integer({ min: 10, max: 60 }),
        (count, top, seen, row) => {
          const { first, end, offset, total, most } = rowWindow({ top, height: seen }, count, row);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(Math.max(first, count));
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(total).toBeLessThanOrEqual(12_000_000);
          expect(end - first).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it("reaches the first and the last row of a list that is taller than a browser draws", () => {
    const count = 25_000_000;
    const { total } = rowWindow(view, count, 18);
    expect(rowWindow(view, count, 18).first).toBe(0);
    expect(rowWindow({ ...view, top: total - view.height }, count, 18).end).toBe(count);
  });

  it("scrolls to the row that it is asked for", () => {
    for (const count of [1_000, 5_000_000]) {
      const top = scrollTopOf(700, view, count, 18);
      expect(rowAtTop({ ...view, top }, count, 18)).toBeCloseTo(700, 3);
    }
  });

  it("does not scroll for a row that is seen, as little as it can for a close one, to the middle for a far one", () => {
    expect(scrollToShow(3, view, 1_000, 20)).toBe(0);
    expect(scrollToShow(30, view, 1_000, 20)).toBe(20);
    expect(scrollToShow(500, view, 1_000, 20)).toBe((500 - 15 + 0.5) * 20);
    expect(scrollToShow(49, { ...view, top: 1_000 }, 1_000, 20)).toBe(980);
  });
});
