import { type RefObject, useLayoutEffect, useState } from "react";
import { useSettings } from "../../data/settings.ts";

/** From this width in pixels, a row is one line of columns. */
const TABLE_MIN_WIDTH_PX = 700;
/** Asking for the width of the window instead would compute the layout. */
const wideQuery = matchMedia(`(min-width: ${TABLE_MIN_WIDTH_PX}px)`);

/** Returns the number of lines and the height in pixels of the list's rows. All rows are equal. */
export function useRowHeight(element: RefObject<HTMLElement | null>): { lines: 1 | 2; height: number } {
  const density = useSettings((settings) => settings.density);
  const [lines, setLines] = useState<1 | 2>(wideQuery.matches ? 1 : 2);

  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const setWidth = (width: number) => {
      if (width > 0) setLines(width >= TABLE_MIN_WIDTH_PX ? 1 : 2);
    };
    // The observer reports after the first paint. In a narrow window there is nothing to measure.
    if (wideQuery.matches) setWidth(element.current.clientWidth);
    const resized = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    resized.observe(element.current);
    return () => resized.disconnect();
  }, [element]);

  const heights = density === "compact" ? { 1: 26, 2: 42 } : { 1: 32, 2: 52 };
  return { lines, height: heights[lines] };
}
