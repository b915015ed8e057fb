import type { MessageSummary } from "@mailglass/shared";
import { useLayoutEffect, useRef } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { WindowedList } from "../ui/use-window.ts";

/**
 * Keeps in place what is read: when rows come or go above, the list is scrolled by as much before it is painted.
 * Gives the number of rows that have come above since the person was at the top.
 */
export function useKeptPlace(rows: readonly MessageSummary[], list: WindowedList, height: number): number {
  const anchor = useRef({ seq: Number.POSITIVE_INFINITY, within: 0, height });
  const newestSeen = useRef(0);
  const drawn = useRef(rows);

  useLayoutEffect(() => {
    const { seq, within, height: before } = anchor.current;
    if (list.view.top > 0 && (drawn.current !== rows || before !== height)) {
      const top = indexOfSeq(rows, seq) * height + (within / before) * height;
      if (Math.abs(top - list.view.top) >= 1) list.scrollTo(top);
    }
    drawn.current = rows;
  }, [rows, height, list.view.top, list.scrollTo]);

  // After the place was put right, so that it is the place that is kept next time.
  useLayoutEffect(() => {
    const first = rows[Math.floor(list.view.top / height)];
    if (first) anchor.current = { seq: first.seq, within: list.view.top % height, height };
    if (list.view.top < height) newestSeen.current = rows[0]?.seq ?? 0;
  }, [rows, height, list.view.top]);

  return list.view.top < height ? 0 : indexOfSeq(rows, newestSeen.current);
}
