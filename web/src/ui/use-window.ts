import { type RefObject, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { createViewport } from "./viewport.ts";
import { type RowWindow, rowWindow, scrollToShow, type Viewport } from "./window.ts";

export interface WindowedList extends RowWindow {
  readonly view: Viewport;
  /** Scrolls so that the row is seen. */
  readonly show: (row: number) => void;
  /** Scrolls to a place, and draws it in the same frame. */
  readonly scrollTo: (top: number) => void;
}

/** Follows the scrolling and the size of an element that holds `count` rows of one height. */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): WindowedList {
  const [viewport] = useState(() => createViewport(scroller));
  const view = useSyncExternalStore(viewport.subscribe, viewport.get);
  const show = useCallback(
    (row: number) => viewport.scrollTo(scrollToShow(row, viewport.get(), count, rowHeight)),
    [viewport, count, rowHeight],
  );
  const drawn = useMemo(() => rowWindow(view, count, rowHeight), [view, count, rowHeight]);
  return { ...drawn, view, show, scrollTo: viewport.scrollTo };
}
