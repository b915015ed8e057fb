import type { RefObject } from "react";
import type { Viewport } from "./window.ts";

/** What is seen of an element that scrolls, as something that React can follow. */
export interface ScrollViewport {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Viewport;
  /** Scrolls, and says so at once: whoever draws rows does it in the same frame. */
  readonly scrollTo: (top: number) => void;
}

export function createViewport(scroller: RefObject<HTMLElement | null>): ScrollViewport {
  const listeners = new Set<() => void>();
  let seen: Viewport = { top: 0, height: 0 };
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      const element = scroller.current;
      element?.addEventListener("scroll", listener, { passive: true });
      const resized = new ResizeObserver(listener);
      if (element) resized.observe(element);
      return () => {
        listeners.delete(listener);
        element?.removeEventListener("scroll", listener);
        resized.disconnect();
      };
    },
    get() {
      const top = scroller.current?.scrollTop ?? 0;
      const height = scroller.current?.clientHeight ?? 0;
      if (seen.top !== top || seen.height !== height) seen = { top, height };
      return seen;
    },
    scrollTo(top) {
      scroller.current?.scrollTo({ top, behavior: "instant" });
      changed();
    },
  };
}
