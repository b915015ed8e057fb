import type { MessageList, MessageSummary } from "@mailglass/shared";
import { findGapRange } from "./gap.ts";
import type { InboxState } from "./inbox-state.ts";
import { countUnread, mergeRows } from "./rows.ts";

/** More of the list. `removedIds` was removed while it was on its way, so that it may still be in it. */
export interface LoadedPage {
  readonly query: string;
  readonly list: MessageList;
  readonly removedIds: ReadonlySet<string>;
}

/** The page behind the oldest row. */
export function appendOlderPage(inbox: InboxState, { list, removedIds }: LoadedPage): InboxState {
  const last = inbox.rows.at(-1);
  const added = list.items.filter((row) => !removedIds.has(row.id) && (last === undefined || row.seq < last.seq));
  const gap = inbox.gap && {
    ...inbox.gap,
    older: list.next === null ? 0 : Math.max(0, inbox.gap.older - added.length),
  };
  return { ...inbox, rows: [...inbox.rows, ...added], gap, next: list.next };
}

/**
 * A page that begins anywhere, at an offset of the server's list. Where it meets rows that are here it goes on from them;
 * where it meets none it takes the place of those that were behind the gap. One that brings nothing changes nothing, so
 * that who waits for a change does not ask for it again.
 */
export function mergePageAt(inbox: InboxState, page: LoadedPage, offset: number): InboxState {
  const next = insertPage(inbox, page, offset);
  const isSame =
    next.next === inbox.next &&
    next.gap?.below === inbox.gap?.below &&
    next.gap?.older === inbox.gap?.older &&
    next.rows.length === inbox.rows.length &&
    next.rows.every((row, at) => row.seq === inbox.rows[at]?.seq);
  return isSame ? inbox : next;
}

function insertPage(inbox: InboxState, { list, removedIds }: LoadedPage, offset: number): InboxState {
  const page = list.items.filter((row) => !removedIds.has(row.id));
  if (page.length === 0) return inbox;
  const { index: gapIndex } = findGapRange(inbox);
  const head = inbox.rows.slice(0, gapIndex);
  const behind = inbox.rows.slice(gapIndex);
  if (head.length === 0 ? offset === 0 : overlaps(page, head)) return joinHeadPage(inbox, { behind, page }, list.next);
  const below = inbox.gap?.below ?? (head.length === 0 ? Math.max(inbox.seq, newestSeq(page)) + 1 : oldestSeq(head));
  // What the page tells of the end of the list counts where it reaches further than the rows that are here.
  const meetsOlderRows = overlaps(page, behind);
  if (meetsOlderRows && oldestSeq(page) >= oldestSeq(behind)) {
    const gap = { below, older: inbox.gap?.older ?? 0 };
    return { ...inbox, rows: [...head, ...mergeRows(behind, page)], gap };
  }
  const older = list.next === null ? 0 : Math.max(0, list.matched - offset - list.items.length);
  const rows = [...head, ...(meetsOlderRows ? mergeRows(behind, page) : page)];
  return { ...inbox, rows, gap: { below, older }, next: list.next };
}

type Rows = readonly MessageSummary[];

/** A page that goes on from the rows before the gap, perhaps as far as those behind it. */
function joinHeadPage(
  inbox: InboxState,
  { behind, page }: Record<"behind" | "page", Rows>,
  next: number | null,
): InboxState {
  const rows = mergeRows(inbox.rows, page);
  if (inbox.gap !== null && !overlaps(page, behind)) {
    return { ...inbox, rows, gap: { ...inbox.gap, below: Math.min(inbox.gap.below, oldestSeq(page)) } };
  }
  if (inbox.rows.length === 0 || oldestSeq(page) < oldestSeq(inbox.rows)) return { ...inbox, rows, gap: null, next };
  return { ...inbox, rows, gap: null };
}

const newestSeq = (rows: Rows): number => rows[0]?.seq ?? Number.NEGATIVE_INFINITY;
const oldestSeq = (rows: Rows): number => rows.at(-1)?.seq ?? Number.POSITIVE_INFINITY;

/** Whether two runs of the list, each without a gap, are one. */
function overlaps(a: Rows, b: Rows): boolean {
  return a.length > 0 && b.length > 0 && newestSeq(a) >= oldestSeq(b) && newestSeq(b) >= oldestSeq(a);
}

/** What a search found since it was asked first. */
export function prependNewerPage(inbox: InboxState, { list, removedIds }: LoadedPage): InboxState {
  const found = list.items.filter((row) => !removedIds.has(row.id));
  const rows = mergeRows(found, inbox.rows);
  const known = new Set(inbox.rows.map((row) => row.id));
  const unread = countUnread(found.filter((row) => !known.has(row.id)));
  return {
    ...inbox,
    rows,
    matched: inbox.matched + rows.length - inbox.rows.length,
    matchedUnread: inbox.matchedUnread + unread,
    stale: false,
  };
}
