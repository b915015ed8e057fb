import type { MessageSummary } from "@mailglass/shared";
import { useLayoutEffect, useRef, useState } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { WindowedList } from "../ui/use-window.ts";

/**
 * Keeps in place what is read: when rows come or go above, the list is scrolled by as much before it is painted.
 * Gives the number of rows that have come above since the person was at the top.
 */
export function useKeptPlace(rows: readonly MessageSummary[], list: WindowedList, height: number): number {
  const { view, scrollTo } = list;
  const anchor = useRef({ rows, height, seq: Number.POSITIVE_INFINITY, within: 0 });
  const [newestSeen, setNewestSeen] = useState(0);
  const atTop = view.top < height;
  const newest = rows[0]?.seq ?? 0;
  // Drawn again at once, before anything is painted: React's way of keeping what depends on what came before.
  if (atTop && newestSeen !== newest) setNewestSeen(newest);

  useLayoutEffect(() => {
    const before = anchor.current;
    let { top } = view;
    if (top > 0 && (before.rows !== rows || before.height !== height)) {
      top = indexOfSeq(rows, before.seq) * height + (before.within / before.height) * height;
      if (Math.abs(top - view.top) >= 1) scrollTo(top);
    }
    const first = rows[Math.floor(top / height)];
    if (first) anchor.current = { rows, height, seq: first.seq, within: top % height };
  }, [rows, height, view, scrollTo]);

  return atTop ? 0 : indexOfSeq(rows, newestSeen);
}
