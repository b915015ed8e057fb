import { useLayoutEffect, useState } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { ScrollState } from "../ui/rows/use-virtual-list.ts";
import { initialLayout, type ListLayout, nextLayout } from "./scroll-anchor.ts";

export interface AnchoredScroll extends ScrollState {
  /** Number of rows that arrived above since the list was last at the top. */
  readonly newRowsAbove: number;
}

/**
 * Renders the list at its next scroll position, and scrolls the browser there before it paints. Each row is rendered
 * once, and rows being read stay in place.
 */
export function useScrollAnchor(
  { viewport, view: browserView }: ScrollState,
  list: Omit<ListLayout, "browserView">,
): AnchoredScroll {
  const current: ListLayout = { ...list, browserView };
  const [layout, setLayout] = useState(() => initialLayout(current));
  let next = layout;
  if (hasChanged(layout, current)) {
    next = nextLayout(layout, current);
    // Renders again immediately, before any row is: React's pattern for state derived from previous renders.
    setLayout(next);
  }
  const { view } = next;
  useLayoutEffect(() => {
    const delta = view.top - browserView.top;
    if (Math.abs(delta) >= 1) viewport.scrollBy(delta);
  }, [viewport, view, browserView]);
  return { viewport, view, newRowsAbove: indexOfSeq(next.rows, next.newestSeen) };
}

function hasChanged(before: ListLayout, current: ListLayout): boolean {
  return (
    before.rows !== current.rows ||
    before.gapRange.size !== current.gapRange.size ||
    before.browserView !== current.browserView ||
    before.height !== current.height ||
    before.count !== current.count ||
    before.query !== current.query
  );
}
