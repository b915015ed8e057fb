import { holeIn } from "./gap.ts";
import type { Inbox } from "./inbox.ts";
import { countOlder } from "./rows.ts";

/** How far a list was read, for it to be read as far again. */
export interface Reach {
  /** The oldest row before the gap. */
  readonly downTo: number;
  /** The rows behind it: how many they are, and how many messages are older than the first of them. */
  readonly behind: { readonly length: number; readonly older: number } | null;
}

export function reachOf(inbox: Inbox): Reach {
  const { rows, gap, condemned } = inbox;
  const { at } = holeIn(inbox);
  const length = rows.length - at;
  const first = rows[at];
  // What is deleted here is still among the server's messages.
  const behind =
    gap === null || !first ? null : { length, older: length - 1 + gap.older + countOlder(condemned, first.seq) };
  return { downTo: rows[at - 1]?.seq ?? Number.POSITIVE_INFINITY, behind };
}
