import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { type RowWindow, rowWindow, scrollToShow, type Viewport } from "./window.ts";

export interface WindowedList extends RowWindow {
  readonly view: Viewport;
  /** Scrolls so that the row is seen. */
  show(row: number): void;
  /** Scrolls to a place, and draws it in the same frame. */
  scrollTo(top: number): void;
}

/** Follows the scrolling and the size of an element that holds `count` rows of one height. */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): WindowedList {
  const [view, setView] = useState<Viewport>({ top: 0, height: 0 });

  const read = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop: top, clientHeight: height } = element;
    setView((now) => (now.top === top && now.height === height ? now : { top, height }));
  }, [scroller]);

  useLayoutEffect(read, [read]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.addEventListener("scroll", read, { passive: true });
    const resized = new ResizeObserver(read);
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", read);
      resized.disconnect();
    };
  }, [scroller, read]);

  const scrollTo = useCallback(
    (top: number) => {
      if (scroller.current) scroller.current.scrollTop = top;
      read();
    },
    [scroller, read],
  );
  const show = useCallback(
    (row: number) => {
      const element = scroller.current;
      if (!element) return;
      const now = { top: element.scrollTop, height: element.clientHeight };
      scrollTo(scrollToShow(row, now, count, rowHeight));
    },
    [scroller, scrollTo, count, rowHeight],
  );
  return { ...rowWindow(view, count, rowHeight), view, show, scrollTo };
}
