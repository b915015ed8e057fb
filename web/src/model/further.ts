import type { MessageList, MessageSummary } from "@mailglass/shared";
import { holeIn, placeOf } from "./gap.ts";
import type { Inbox } from "./inbox.ts";
import { countOlder, indexOfSeq, merge, plus, unreadIn, without } from "./rows.ts";

/** More of the list. `gone` was removed while it was on its way, so that it may still be in it. */
export interface Further {
  readonly query: string;
  readonly list: MessageList;
  readonly gone: ReadonlySet<string>;
}

/** The page behind the oldest row. */
export function older(inbox: Inbox, { list, gone }: Further): Inbox {
  const last = inbox.rows.at(-1);
  const unseen = list.items.filter((row) => !gone.has(row.id) && (last === undefined || row.seq < last.seq));
  const further = without(unseen, new Set(inbox.condemned.map((row) => row.id))).rows;
  const gap = inbox.gap && {
    ...inbox.gap,
    older: list.next === null ? 0 : Math.max(0, inbox.gap.older - further.length),
  };
  return { ...inbox, rows: [...inbox.rows, ...further], gap, next: list.next };
}

/** The server's offset of a place in the list: what is deleted here is still among its messages. */
export function offsetOf(inbox: Inbox, place: number): number {
  const hole = holeIn(inbox);
  const below = inbox.gap?.below ?? 0;
  const above = inbox.condemned.filter(({ seq }) => {
    const index = indexOfSeq(inbox.rows, seq);
    // The index of one that stood last before the gap is that of the first behind it.
    return (seq >= below ? index : placeOf(index, hole)) <= place;
  });
  return place + above.length;
}

/**
 * A page that begins anywhere, at an offset of the server's list. Where it meets rows that are here it goes on from them;
 * where it meets none it takes the place of those that were behind the gap. One that brings nothing changes nothing, so
 * that who waits for a change does not ask for it again.
 */
export function elsewhere(inbox: Inbox, further: Further, offset: number): Inbox {
  const next = withPage(inbox, further, offset);
  const isSame =
    next.next === inbox.next &&
    next.gap?.below === inbox.gap?.below &&
    next.gap?.older === inbox.gap?.older &&
    next.rows.length === inbox.rows.length &&
    next.rows.every((row, at) => row.seq === inbox.rows[at]?.seq);
  return isSame ? inbox : next;
}

function withPage(inbox: Inbox, { list, gone }: Further, offset: number): Inbox {
  const hidden = new Set([...gone, ...inbox.condemned.map((row) => row.id)]);
  const page = without(list.items, hidden).rows;
  if (page.length === 0) return inbox;
  const { at } = holeIn(inbox);
  const head = inbox.rows.slice(0, at);
  const behind = inbox.rows.slice(at);
  const condemnedAbove = indexOfSeq(inbox.condemned, list.items[0]?.seq ?? 0);
  if (head.length === 0 ? offset <= condemnedAbove : meets(page, head))
    return joined(inbox, { behind, page }, list.next);
  const below = inbox.gap?.below ?? (head.length === 0 ? Math.max(inbox.seq, newest(page)) + 1 : oldest(head));
  // What the page tells of the end of the list counts where it reaches further than the rows that are here.
  const joins = meets(page, behind);
  if (joins && oldest(page) >= oldest(behind)) {
    const gap = { below, older: inbox.gap?.older ?? 0 };
    return { ...inbox, rows: [...head, ...merge(behind, page)], gap };
  }
  const condemned = countOlder(inbox.condemned, list.items.at(-1)?.seq ?? 0);
  const older = list.next === null ? 0 : Math.max(0, list.matched - offset - list.items.length - condemned);
  const rows = [...head, ...(joins ? merge(behind, page) : page)];
  return { ...inbox, rows, gap: { below, older }, next: list.next };
}

type Rows = readonly MessageSummary[];

/** A page that goes on from the rows before the gap, perhaps as far as those behind it. */
function joined(inbox: Inbox, { behind, page }: Record<"behind" | "page", Rows>, next: number | null): Inbox {
  const rows = merge(inbox.rows, page);
  if (inbox.gap !== null && !meets(page, behind)) {
    return { ...inbox, rows, gap: { ...inbox.gap, below: Math.min(inbox.gap.below, oldest(page)) } };
  }
  if (inbox.rows.length === 0 || oldest(page) < oldest(inbox.rows)) return { ...inbox, rows, gap: null, next };
  return { ...inbox, rows, gap: null };
}

const newest = (rows: Rows): number => rows[0]?.seq ?? Number.NEGATIVE_INFINITY;
const oldest = (rows: Rows): number => rows.at(-1)?.seq ?? Number.POSITIVE_INFINITY;

/** Whether two runs of the list, each without a gap, are one. */
function meets(a: Rows, b: Rows): boolean {
  return a.length > 0 && b.length > 0 && newest(a) >= oldest(b) && newest(b) >= oldest(a);
}

/** What a search found since it was asked first. */
export function newer(inbox: Inbox, { list, gone }: Further): Inbox {
  const hidden = new Set([...gone, ...inbox.condemned.map((row) => row.id)]);
  const found = without(list.items, hidden).rows;
  const rows = merge(found, inbox.rows);
  const known = new Set(inbox.rows.map((row) => row.id));
  const unread = unreadIn(found.filter((row) => !known.has(row.id)));
  return {
    ...inbox,
    rows,
    matched: inbox.matched + rows.length - inbox.rows.length,
    matchedUnread: plus(inbox.matchedUnread, unread),
    stale: false,
  };
}
