import { type RefObject, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { computeRowWindow, type RowWindow, scrollTopToReveal, type Viewport } from "./row-window.ts";
import { createScrollViewport, type ScrollViewport } from "./scroll-viewport.ts";

/** A scrolling element, and the part of it to render. */
export interface ScrollState {
  readonly viewport: ScrollViewport;
  readonly view: Viewport;
}

export function useScrollState(scroller: RefObject<HTMLElement | null>): ScrollState {
  const [viewport] = useState(() => createScrollViewport(scroller));
  return { viewport, view: useSyncExternalStore(viewport.subscribe, viewport.get) };
}

export interface VirtualList extends RowWindow {
  /** Scrolls so that the row is visible. */
  readonly scrollToRow: (row: number) => void;
}

/** Returns the rows to render, of `count` rows of equal height. */
export function useVirtualList({ viewport, view }: ScrollState, count: number, rowHeight: number): VirtualList {
  const scrollToRow = useCallback(
    (row: number) => viewport.scrollTo(scrollTopToReveal(row, viewport.get(), count, rowHeight)),
    [viewport, count, rowHeight],
  );
  const rowWindow = useMemo(() => computeRowWindow(view, count, rowHeight), [view, count, rowHeight]);
  return { ...rowWindow, scrollToRow };
}
