import type { MessageSummary } from "@mailglass/shared";
import { describe, expect, it } from "vitest";
import { type AnchoredLayout, initialLayout, type ListLayout, nextLayout } from "./scroll-anchor.ts";

const HEIGHT = 20;

/** Messages of these numbers, newest first. */
const rows = (...seqs: number[]) => seqs.map((seq) => ({ seq }) as MessageSummary);
const down = (from: number, to: number) => rows(...Array.from({ length: from - to + 1 }, (_, at) => from - at));

function drawing(of: readonly MessageSummary[], top: number, query = ""): ListLayout {
  const hole = { index: of.length, size: 0 };
  return { query, rows: of, gapRange: hole, count: of.length, height: HEIGHT, browserView: { top, height: 200 } };
}

/** The drawings one after the other, each where the one before has left the list, unless the browser has scrolled. */
function walk(
  ...steps: readonly (Omit<ListLayout, "browserView"> & Partial<Pick<ListLayout, "browserView">>)[]
): AnchoredLayout {
  const [first, ...rest] = steps.map((step) => ({ browserView: { top: 0, height: 200 }, ...step }));
  if (first === undefined) throw new Error("Nothing is drawn");
  return rest.reduce<AnchoredLayout>((place, step) => {
    const next = nextLayout(place, step);
    return { ...next, browserView: next.view };
  }, initialLayout(first));
}

describe("the place in the list", () => {
  it("stays in place, whatever arrives above", () => {
    const place = walk(drawing(down(50, 1), 0), drawing(down(50, 1), 407), drawing(down(53, 1), 407));
    expect(place.view.top).toBe(407 + 3 * HEIGHT);
    expect(place.newestSeen).toBe(50);
  });

  it("stays where it is read when rows above go, and when the rows change their height", () => {
    const scrolled = drawing(down(50, 1), 407);
    const fewer = [...down(50, 48), ...down(45, 1)];
    expect(walk(drawing(down(50, 1), 0), scrolled, drawing(fewer, 407)).view.top).toBe(407 - 2 * HEIGHT);
    const taller = { ...scrolled, height: 2 * HEIGHT };
    expect(walk(drawing(down(50, 1), 0), scrolled, taller).view.top).toBe(2 * 407);
  });

  it("follows new rows at the top", () => {
    const place = walk(drawing(down(50, 1), 0), drawing(down(53, 1), 0));
    expect(place).toMatchObject({ view: { top: 0 }, newestSeen: 53 });
  });

  it("uses the browser's current scroll position in the rows that were shown", () => {
    const place = walk(drawing(down(50, 1), 0), drawing(down(50, 1), 200), drawing(down(51, 1), 300));
    expect(place.view.top).toBe(300 + HEIGHT);
  });

  it("starts a search at its newest match, and is restored after the search", () => {
    const search = [
      drawing(down(50, 1), 0),
      drawing(down(50, 1), 407),
      drawing(rows(49, 12, 5), 407, "x"),
      drawing(rows(52, 49, 12, 5), 0, "x"),
    ] as const;
    expect(walk(...search).view.top).toBe(0);
    const back = walk(...search, drawing(down(55, 1), 0));
    expect(back.view.top).toBe(407 + 5 * HEIGHT);
    expect(back.newestSeen).toBe(50);
  });

  it("is the top again after a search that began there", () => {
    const place = walk(drawing(down(50, 1), 0), drawing(rows(49), 0, "x"), drawing(down(51, 1), 0));
    expect(place).toMatchObject({ view: { top: 0 }, newestSeen: 51 });
  });

  it("stays in place after a gap, whatever arrives above or is loaded of the gap", () => {
    const far = (from: number) => {
      const head = down(from, 91);
      return { ...drawing([...head, ...down(50, 41)], 0), gapRange: { index: head.length, size: 40 }, count: from };
    };
    // Row 48 is at place 52 of 100.
    const scrolled = { ...far(100), browserView: { top: 52 * HEIGHT + 7, height: 200 } };
    expect(walk(far(100), scrolled, { ...far(103), browserView: scrolled.browserView }).view.top).toBe(55 * HEIGHT + 7);
    const less = [...down(100, 91), ...down(60, 41)];
    const read = {
      ...drawing(less, 0),
      gapRange: { index: 10, size: 28 },
      count: 100,
      browserView: scrolled.browserView,
    };
    expect(walk(far(100), scrolled, read).view.top).toBe(50 * HEIGHT + 7);
  });

  it("does not hold on to rows that are on their way", () => {
    const known = { ...drawing(down(50, 41), 407), count: 50 };
    expect(walk({ ...known, browserView: { top: 0, height: 200 } }, known, { ...known, count: 51 }).view.top).toBe(407);
  });
});
