import { useMemo } from "react";
import { useInbox } from "../data/stores.ts";
import { findDuplicates } from "../model/threads.ts";

/** Rows among which duplicates are looked for: the newest. All of them would delay a frame while mail arrives. */
const MAX_ROWS = 2_000;

/** Returns the ids of the messages that repeat an older one. */
export function useDuplicates(): ReadonlySet<string> {
  const rows = useInbox((inbox) => inbox.rows);
  return useMemo(() => findDuplicates(rows.slice(0, MAX_ROWS)), [rows]);
}
