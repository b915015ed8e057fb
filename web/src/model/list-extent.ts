import { findGapRange } from "./gap.ts";
import type { InboxState } from "./inbox-state.ts";

/** How far a list was read, for it to be read as far again. */
export interface ListExtent {
  /** The oldest row before the gap. */
  readonly oldestSeq: number;
  /** The rows behind it: how many they are, and how many messages are older than the first of them. */
  readonly behindGap: { readonly length: number; readonly older: number } | null;
}

export function getListExtent(inbox: InboxState): ListExtent {
  const { rows, gap } = inbox;
  const { index: gapIndex } = findGapRange(inbox);
  const length = rows.length - gapIndex;
  const behindGap = gap === null || length === 0 ? null : { length, older: length - 1 + gap.older };
  return { oldestSeq: rows[gapIndex - 1]?.seq ?? Number.POSITIVE_INFINITY, behindGap };
}
