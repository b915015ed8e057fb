import { useLayoutEffect, useState } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { ScrollState } from "../ui/rows/use-virtual-list.ts";
import { initialLayout, type ListLayout, nextLayout } from "./scroll-anchor.ts";

export interface AnchoredScroll extends ScrollState {
  /** Rows that have come above since the person was at the top. */
  readonly newRowsAbove: number;
}

/**
 * Draws the list where it will be once the browser has scrolled it there, and scrolls it before anything is painted:
 * each row is drawn once, and what is read stays in place.
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
    // Drawn again at once, before any row is: React's way of keeping what depends on what came before.
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
