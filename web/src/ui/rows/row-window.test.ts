import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeRowWindow, rowAtTop, scrollTopForRow, scrollTopToReveal } from "./row-window.ts";

const view = { top: 0, height: 600 };

describe("the window of rows", () => {
  it("draws what is seen and a few more on either side", () => {
    expect(computeRowWindow({ top: 5_200, height: 520 }, 1_000, 52)).toEqual({
      first: 92,
      end: 118,
      offset: 92 * 52,
      totalHeight: 52_000,
      maxRows: 27,
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
          const {
            first,
            end,
            offset,
            totalHeight: total,
            maxRows: most,
          } = computeRowWindow({ top, height: seen }, count, row);
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
    const { totalHeight: total } = computeRowWindow(view, count, 18);
    expect(computeRowWindow(view, count, 18).first).toBe(0);
    expect(computeRowWindow({ ...view, top: total - view.height }, count, 18).end).toBe(count);
  });

  it("scrolls to the requested row", () => {
    for (const count of [1_000, 5_000_000]) {
      const top = scrollTopForRow(700, view, count, 18);
      expect(rowAtTop({ ...view, top }, count, 18)).toBeCloseTo(700, 3);
    }
  });

  it("does not scroll for a row that is seen, as little as it can for a close one, to the middle for a far one", () => {
    expect(scrollTopToReveal(3, view, 1_000, 20)).toBe(0);
    expect(scrollTopToReveal(30, view, 1_000, 20)).toBe(20);
    expect(scrollTopToReveal(500, view, 1_000, 20)).toBe((500 - 15 + 0.5) * 20);
    expect(scrollTopToReveal(49, { ...view, top: 1_000 }, 1_000, 20)).toBe(980);
  });
});
