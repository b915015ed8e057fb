import type { MessageSummary } from "@mailglass/shared";
import { useState } from "react";
import { type GapRange, indexAtPosition } from "../model/gap.ts";
import { createRowSlots } from "../ui/rows/row-slots.ts";
import type { RowWindow } from "../ui/rows/row-window.ts";
import { useScrollIdle } from "./use-scroll-motion.ts";

/** Milliseconds without a movement after which the elements are put in order: longer than the pauses of a turning wheel. */
const REST_MS = 300;

interface ShownRows {
  readonly rows: readonly MessageSummary[];
  readonly gapRange: GapRange;
  /** Number of all rows. */
  readonly count: number;
  /** Height of a row in pixels. */
  readonly height: number;
}

/** An element of the list. */
interface RowElement {
  readonly key: number;
  /** Position in the whole list. */
  readonly index: number;
  /** Distance in pixels from the top of the list. */
  readonly top: number;
  /** The message; undefined while it is not loaded. */
  readonly row: MessageSummary | undefined;
}

/** Returns the elements that show the rows of the window. */
export function useRowElements(
  { first, end, offset }: RowWindow,
  { rows, gapRange, count, height }: ShownRows,
): RowElement[] {
  const [assign] = useState(createRowSlots);
  const isMoving = !useScrollIdle(first, REST_MS);
  // Counted from the oldest, so that new mail leaves every row in its element.
  return assign({ first: first - count, end: end - count }, isMoving).flatMap(({ key, row: fromOldest }) => {
    const index = fromOldest + count;
    if (index < 0 || index >= count) return [];
    return { key, index, top: offset + (index - first) * height, row: rows[indexAtPosition(index, gapRange)] };
  });
}
