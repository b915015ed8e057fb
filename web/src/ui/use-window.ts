import { type RefObject, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { createViewport, type ScrollViewport } from "./viewport.ts";
import { type RowWindow, rowWindow, scrollToShow, type Viewport } from "./window.ts";

/** An element that scrolls, and what is to be drawn of it. */
export interface Scrolling {
  readonly viewport: ScrollViewport;
  readonly view: Viewport;
}

export function useScrolling(scroller: RefObject<HTMLElement | null>): Scrolling {
  const [viewport] = useState(() => createViewport(scroller));
  return { viewport, view: useSyncExternalStore(viewport.subscribe, viewport.get) };
}

export interface WindowedList extends RowWindow {
  /** Scrolls so that the row is seen. */
  readonly show: (row: number) => void;
}

/** What is drawn of `count` rows of one height. */
export function useWindow({ viewport, view }: Scrolling, count: number, rowHeight: number): WindowedList {
  const show = useCallback(
    (row: number) => viewport.scrollTo(scrollToShow(row, viewport.get(), count, rowHeight)),
    [viewport, count, rowHeight],
  );
  const drawn = useMemo(() => rowWindow(view, count, rowHeight), [view, count, rowHeight]);
  return { ...drawn, show };
}
