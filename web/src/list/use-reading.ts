import { useEffect, useEffectEvent } from "react";
import { askOlder, askPage, PAGE_ROWS } from "../app/live.ts";
import { inbox, useInbox } from "../app/stores.ts";
import { toRead } from "../model/gap.ts";
import type { RowWindow } from "../ui/window.ts";
import { useFlight, useRest } from "./use-rest.ts";

/** Above this many rows the oldest are let go, while the person is far from them. */
const MOST_ROWS = 20_000;

/** Reads the rows that are seen, and those next to them. */
export function useReading({ first, end, most }: RowWindow): void {
  const rows = useInbox((inbox) => inbox.rows);
  const gap = useInbox((inbox) => inbox.gap);
  const next = useInbox((inbox) => inbox.next);
  const matched = useInbox((inbox) => inbox.matched);
  const rests = useRest(first);
  const flies = useEffectEvent(useFlight(rests, first, 2 * most));
  useEffect(() => {
    // What flies by is not worth reading: a scroll bar that is dragged to the end would read all there is on its way.
    const wanted = flies() ? null : toRead({ rows, gap, next, matched }, PAGE_ROWS, { first, end, rests });
    if (wanted === "older") void askOlder();
    else if (wanted !== null) void askPage(wanted);
  }, [rows, gap, next, matched, rests, first, end]);
  useEffect(() => {
    if (rows.length > MOST_ROWS && end < MOST_ROWS / 4) inbox.dispatch({ type: "trimmed", keep: MOST_ROWS / 2 });
  }, [rows, end]);
}
