import type { MessageSummary } from "@mailglass/shared";
import { useLayoutEffect, useRef, useState } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { WindowedList } from "../ui/use-window.ts";

/** The row at the upper edge; null while it is not here yet, since then there is nothing to be kept in place. */
interface Anchor {
  readonly rows: readonly MessageSummary[];
  readonly height: number;
  readonly seq: number | null;
  /** Pixels of it that are scrolled out. */
  readonly within: number;
}

/**
 * Keeps in place what is read: when rows come or go above, the list is scrolled by as much before it is painted.
 * Gives the number of rows that have come above since the person was at the top.
 */
export function useKeptPlace(rows: readonly MessageSummary[], list: WindowedList, height: number): number {
  const { view, scrollTo } = list;
  const anchor = useRef<Anchor>({ rows, height, seq: null, within: 0 });
  const [newestSeen, setNewestSeen] = useState(0);
  const atTop = view.top < height;
  const newest = rows[0]?.seq ?? 0;
  // Drawn again at once, before anything is painted: React's way of keeping what depends on what came before.
  if (atTop && newestSeen !== newest) setNewestSeen(newest);

  useLayoutEffect(() => {
    const before = anchor.current;
    let { top } = view;
    if (top > 0 && before.seq !== null && (before.rows !== rows || before.height !== height)) {
      top = indexOfSeq(rows, before.seq) * height + (before.within / before.height) * height;
      if (Math.abs(top - view.top) >= 1) scrollTo(top);
    }
    const seq = rows[Math.floor(top / height)]?.seq ?? null;
    anchor.current = { rows, height, seq, within: top % height };
  }, [rows, height, view, scrollTo]);

  return atTop ? 0 : indexOfSeq(rows, newestSeen);
}
