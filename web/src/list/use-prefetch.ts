import { useEffect, useEffectEvent } from "react";
import { loadOlder, loadPageAt, PAGE_ROWS } from "../data/live.ts";
import { type ShownList, toServerPosition } from "../data/shown-list.ts";
import { inboxStore, useInbox } from "../data/stores.ts";
import { nextPageToLoad } from "../model/gap.ts";
import type { RowWindow } from "../ui/rows/row-window.ts";
import { useFastScroll } from "./use-scroll-motion.ts";

/** Above this number of rows, the oldest are dropped while the user is far from them. */
const MAX_LOADED_ROWS = 20_000;

/** Loads the visible rows and those next to them. */
export function usePrefetch(shown: ShownList, { first, end, maxRows }: RowWindow, isIdle: boolean): void {
  const rows = useInbox((inbox) => inbox.rows);
  const next = useInbox((inbox) => inbox.next);
  const isFlinging = useEffectEvent(useFastScroll(isIdle, first, 2 * maxRows));
  useEffect(() => {
    // Skips rows that scroll past quickly: dragging the scroll bar to the end would load every page.
    const pageToLoad = isFlinging() ? null : nextPageToLoad({ ...shown, next }, PAGE_ROWS, { first, end, isIdle });
    if (pageToLoad === "older") void loadOlder();
    else if (pageToLoad !== null) void loadPageAt(toServerPosition(pageToLoad, shown));
  }, [shown, next, isIdle, first, end]);
  useEffect(() => {
    if (rows.length > MAX_LOADED_ROWS && end < MAX_LOADED_ROWS / 4)
      inboxStore.dispatch({ type: "trimmed", keep: MAX_LOADED_ROWS / 2 });
  }, [rows, end]);
}
