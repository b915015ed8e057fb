import type { RefObject } from "react";
import type { Viewport } from "./window.ts";

/** What is seen of an element that scrolls, as something that React can follow. */
export interface ScrollViewport {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Viewport;
  /** Scrolls to a place, and says so at once: whoever draws rows does it in the same frame. */
  readonly scrollTo: (top: number) => void;
  /** Scrolls by so many pixels from wherever a person has got to by now. */
  readonly scrollBy: (by: number) => void;
}

export function createViewport(scroller: RefObject<HTMLElement | null>): ScrollViewport {
  const listeners = new Set<() => void>();
  let seen: Viewport = { top: 0, height: 0 };
  // Only when it was scrolled or sized: to be asked after rows were drawn would have the browser place them on the spot,
  // and React asks several times a drawing.
  const look = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const height = scroller.current?.clientHeight ?? 0;
    if (seen.top === top && seen.height === height) return;
    seen = { top, height };
    for (const listener of listeners) listener();
  };
  const scrollTo = (top: number) => {
    scroller.current?.scrollTo({ top, behavior: "instant" });
    look();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      const element = scroller.current;
      element?.addEventListener("scroll", look, { passive: true });
      const resized = new ResizeObserver(look);
      if (element) resized.observe(element);
      look();
      return () => {
        listeners.delete(listener);
        element?.removeEventListener("scroll", look);
        resized.disconnect();
      };
    },
    get: () => seen,
    scrollTo,
    scrollBy: (by) => scrollTo((scroller.current?.scrollTop ?? 0) + by),
  };
}
