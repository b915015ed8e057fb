import type { MessageList, MessageSummary } from "@mailglass/shared";
import { findGapRange } from "./gap.ts";
import type { InboxState } from "./inbox-state.ts";
import { countUnread, mergeRows } from "./rows.ts";

/** A page of the list. It may include messages that were removed while it was requested: `removedIds`. */
export interface LoadedPage {
  readonly query: string;
  readonly list: MessageList;
  readonly removedIds: ReadonlySet<string>;
}

/** Adds the page that follows the oldest row. */
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
 * Adds a page that starts at any offset of the server's list. If it overlaps loaded rows, it extends them; otherwise it
 * replaces the rows behind the gap. A page without new rows returns the same state, so that a caller that waits for a
 * change does not request the page again.
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
  // The page says how the list continues only if it ends further down than the loaded rows.
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

/** Adds a page that continues the rows before the gap. It may reach the rows behind the gap and so close it. */
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

/** Whether two ranges of the list, each without a gap, overlap. */
function overlaps(a: Rows, b: Rows): boolean {
  return a.length > 0 && b.length > 0 && newestSeq(a) >= oldestSeq(b) && newestSeq(b) >= oldestSeq(a);
}

/** Adds the messages that a search has found since it was first requested. */
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
