import type { RefObject } from "react";
import type { Viewport } from "./row-window.ts";

/** The visible part of a scrolling element, as an external store for React. */
export interface ScrollViewport {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Viewport;
  /** Scrolls to an offset and notifies immediately, so that rows are rendered in the same frame. */
  readonly scrollTo: (top: number) => void;
  /** Scrolls by this many pixels from the current position. */
  readonly scrollBy: (by: number) => void;
}

export function createScrollViewport(scroller: RefObject<HTMLElement | null>): ScrollViewport {
  const listeners = new Set<() => void>();
  let current: Viewport = { top: 0, height: 0 };
  // Measured only on scroll and resize: measuring after rows were rendered would force a layout, and React reads the
  // value several times per render.
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
