import { type RefObject, useLayoutEffect, useState } from "react";

/** Used until the element is measured. */
const USUAL_COLUMNS = 120;
/** A narrower element is scrolled sideways. */
const MIN_COLUMNS = 24;
/** Pixels beside the text and its number: see code-lines.css. */
const PADDING_PX = 28 + 16;

/** Returns how many characters fit into a row of the element, after a line number of this many digits. */
export function useColumns(element: RefObject<HTMLElement | null>, digits: number): number {
  const [columns, setColumns] = useState(USUAL_COLUMNS);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const charWidth = measureCharacter(getComputedStyle(current).font);
    const measure = () => {
      const fitting = Math.floor((current.clientWidth - PADDING_PX) / charWidth) - digits;
      if (current.clientWidth > 0) setColumns(Math.max(MIN_COLUMNS, fitting));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(current);
    return () => resized.disconnect();
  }, [element, digits]);
  return columns;
}

/** Returns the width in pixels of a character of a monospaced font. */
function measureCharacter(font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  const sample = "0".repeat(100);
  if (context === null) return 8;
  context.font = font;
  return context.measureText(sample).width / sample.length;
}
