import type { RefObject } from "react";
import type { Viewport } from "./row-window.ts";

/** What is seen of an element that scrolls, as something that React can follow. */
export interface ScrollViewport {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Viewport;
  /** Scrolls to a place, and says so at once: whoever draws rows does it in the same frame. */
  readonly scrollTo: (top: number) => void;
  /** Scrolls by so many pixels from wherever a person has got to by now. */
  readonly scrollBy: (by: number) => void;
}

export function createScrollViewport(scroller: RefObject<HTMLElement | null>): ScrollViewport {
  const listeners = new Set<() => void>();
  let current: Viewport = { top: 0, height: 0 };
  // Only when it was scrolled or sized: to be asked after rows were drawn would have the browser place them on the spot,
  // and React asks several times a drawing.
  const measure = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const height = scroller.current?.clientHeight ?? 0;
    if (current.top === top && current.height === height) return;
    current = { top, height };
    for (const listener of listeners) listener();
  };
  const scrollTo = (top: number) => {
    scroller.current?.scrollTo({ top, behavior: "instant" });
    measure();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      const element = scroller.current;
      element?.addEventListener("scroll", measure, { passive: true });
      const resized = new ResizeObserver(measure);
      if (element) resized.observe(element);
      measure();
      return () => {
        listeners.delete(listener);
        element?.removeEventListener("scroll", measure);
        resized.disconnect();
      };
    },
    get: () => current,
    scrollTo,
    scrollBy: (by) => scrollTo((scroller.current?.scrollTop ?? 0) + by),
  };
}
