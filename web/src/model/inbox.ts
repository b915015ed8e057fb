import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import { elsewhere, type Further, newer, older } from "./further.ts";
import { type Gap, holeIn, runAround } from "./gap.ts";
import { countOlder, merge, plus, unreadIn, without } from "./rows.ts";

/** The list as the page knows it: what was read of it, kept true by events. Never changed in place. */
export interface Inbox {
  /** What is searched for; "" is the whole mailbox. */
  readonly query: string;
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be read, for people. */
  readonly problem: string;
  /** What `rows` were found with: the search before, while the present one is being asked. */
  readonly answered: string;
  /** Newest first, from the newest message down to the page before `next`, with one gap at most. */
  readonly rows: readonly MessageSummary[];
  readonly gap: Gap | null;
  /** Cursor of the next older page; null when the oldest is here. */
  readonly next: number | null;
  /** How many messages match `query`. */
  readonly matched: number;
  readonly total: number;
  readonly unread: number;
  /** How many of those that a search found are unread; null while only the server knows. */
  readonly matchedUnread: number | null;
  /** The newest event that is in all this. */
  readonly seq: number;
  /** Messages came that the search has not been asked about. */
  readonly stale: boolean;
  /** The run of the server that all this is of. */
  readonly instance: string;
  /** Deleted by the person, and still to be had back, or not yet told to be gone. */
  readonly condemned: readonly MessageSummary[];
  /** Those of them that the server has deleted. */
  readonly executed: ReadonlySet<string>;
  /** Picked with `x`, shift or ctrl. */
  readonly picked: ReadonlySet<string>;
  /** The row that the keys act on. */
  readonly cursor: string | null;
}

export type InboxAction =
  | { readonly type: "asked"; readonly query: string }
  | { readonly type: "failed"; readonly problem: string }
  | { readonly type: "listed"; readonly query: string; readonly list: MessageList; readonly unread: number }
  | ({ readonly type: "older" | "newer" } & Further)
  | ({ readonly type: "elsewhere"; readonly offset: number } & Further)
  | { readonly type: "events"; readonly events: readonly StreamEvent[] }
  | { readonly type: "marked"; readonly ids: readonly string[]; readonly read: boolean }
  | { readonly type: "condemned"; readonly ids: readonly string[] }
  | { readonly type: "spared"; readonly ids: readonly string[] }
  | { readonly type: "executed"; readonly ids: readonly string[] }
  | { readonly type: "trimmed"; readonly keep: number }
  | { readonly type: "picked"; readonly ids: readonly string[] }
  | { readonly type: "pointed"; readonly id: string | null }
  | { readonly type: "counted"; readonly total: number; readonly unread: number }
  | { readonly type: "counted-found"; readonly query: string; readonly unread: number };

export const EMPTY_INBOX: Inbox = {
  query: "",
  phase: "loading",
  problem: "",
  answered: "",
  rows: [],
  gap: null,
  next: null,
  matched: 0,
  total: 0,
  unread: 0,
  matchedUnread: null,
  seq: 0,
  stale: false,
  instance: "",
  condemned: [],
  executed: new Set(),
  picked: new Set(),
  cursor: null,
};

/** The one door: all that can happen to the inbox. */
export function applyInbox(inbox: Inbox, action: InboxAction): Inbox {
  switch (action.type) {
    case "asked":
      // The rows of the last search stay until the answer is here: the page does not blink while one types.
      return { ...inbox, query: action.query, phase: "loading", stale: false };
    case "failed":
      return { ...inbox, phase: "failed", problem: action.problem };
    case "listed":
      return action.query === inbox.query ? listed(inbox, action.list, action.unread) : inbox;
    case "older":
      return action.query === inbox.query ? countedWhole(older(inbox, action)) : inbox;
    case "elsewhere":
      return action.query === inbox.query ? countedWhole(elsewhere(inbox, action, action.offset)) : inbox;
    case "newer":
      return action.query === inbox.query ? newer(inbox, action) : inbox;
    case "events":
      return events(inbox, action.events);
    case "marked":
      return marked(inbox, new Map(action.ids.map((id) => [id, { read: action.read }])));
    case "condemned":
      return condemned(inbox, new Set(action.ids));
    case "spared":
      return spared(inbox, new Set(action.ids));
    case "executed":
      return { ...inbox, executed: new Set([...inbox.executed, ...action.ids]) };
    case "trimmed":
      return trimmed(inbox, action.keep);
    case "picked":
      return { ...inbox, picked: new Set(action.ids) };
    case "pointed":
      return action.id === inbox.cursor ? inbox : { ...inbox, cursor: action.id };
    case "counted":
      return counted(inbox, action.total, action.unread);
    case "counted-found":
      return action.query === inbox.answered ? countedFound(inbox, action.unread) : inbox;
  }
}

function listed(before: Inbox, list: MessageList, unread: number): Inbox {
  // A server that begins anew has none of the messages that were deleted here.
  const inbox = list.instance === before.instance ? before : { ...before, condemned: [] };
  const { rows, taken } = without(list.items, new Set(inbox.condemned.map((row) => row.id)));
  const counts = standing(inbox, list.total, unread);
  const matched = inbox.query === "" ? counts.total : list.matched - taken.length;
  return {
    ...inbox,
    ...counts,
    phase: "ready",
    problem: "",
    answered: inbox.query,
    rows,
    gap: null,
    next: list.next,
    matched,
    matchedUnread: rows.length === matched ? unreadIn(rows) : null,
    seq: list.seq,
    instance: list.instance,
    stale: false,
    picked: new Set(),
  };
}

function condemned(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows, taken } = without(inbox.rows, ids);
  if (taken.length === 0) return inbox;
  return {
    ...inbox,
    ...withoutEmptyEnd(inbox, rows),
    condemned: merge(taken, inbox.condemned),
    matched: inbox.matched - taken.length,
    total: inbox.total - taken.length,
    unread: inbox.unread - unreadIn(taken),
    matchedUnread: plus(inbox.matchedUnread, -unreadIn(taken)),
    picked: inbox.picked.size === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: neighbour(inbox, ids),
  };
}

/** What is left of the list when only these rows are. A gap behind which there are none ends nowhere: it is the unread end. */
function withoutEmptyEnd(
  { gap, next, seq }: Inbox,
  rows: readonly MessageSummary[],
): Pick<Inbox, "rows" | "gap" | "next"> {
  const last = rows.at(-1);
  if (gap === null || (last !== undefined && last.seq < gap.below)) return { rows, gap, next };
  return { rows, gap: null, next: last?.seq ?? seq + 1 };
}

/** Where the cursor goes when rows under it are taken away: the next older row that stays, else the next newer one. */
function neighbour(inbox: Inbox, gone: ReadonlySet<string>): string | null {
  const { rows, cursor } = inbox;
  if (cursor === null || !gone.has(cursor)) return cursor;
  const at = rows.findIndex((row) => row.id === cursor);
  const { from, to } = runAround(at, rows, holeIn(inbox));
  const stays = (row: MessageSummary) => !gone.has(row.id);
  return (rows.slice(at, to).find(stays) ?? rows.slice(from, at).findLast(stays) ?? rows.find(stays))?.id ?? null;
}

function spared(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows: still, taken } = without(inbox.condemned, ids);
  if (taken.length === 0) return inbox;
  const seen = taken.filter((row) => isRead(inbox, row.seq));
  const unseen = taken.filter((row) => !isRead(inbox, row.seq));
  const older = countOlder(unseen, inbox.rows.at(-1)?.seq ?? 0);
  return {
    ...inbox,
    rows: merge(seen, inbox.rows),
    gap: inbox.gap && { ...inbox.gap, older: inbox.gap.older + older },
    condemned: still,
    matched: inbox.matched + taken.length,
    total: inbox.total + taken.length,
    unread: inbox.unread + unreadIn(taken),
    matchedUnread: plus(inbox.matchedUnread, unreadIn(taken)),
  };
}

/** Whether all is known of the list where a message of this number stands. */
function isRead(inbox: Inbox, seq: number): boolean {
  const { rows, gap, next } = inbox;
  if (next !== null && seq < next) return false;
  return gap === null || seq >= gap.below || seq <= (rows[holeIn(inbox).at]?.seq ?? 0);
}

/** Lets the oldest rows go, to be read again when they are scrolled to: a list that only grows would fill the memory. */
function trimmed(inbox: Inbox, keep: number): Inbox {
  if (inbox.rows.length <= keep) return inbox;
  const rows = inbox.rows.slice(0, Math.min(keep, holeIn(inbox).at));
  return { ...inbox, rows, gap: null, next: rows.at(-1)?.seq ?? inbox.seq + 1 };
}

type Marks = { readonly read: boolean; readonly tags?: readonly string[] };

function marked(inbox: Inbox, marks: ReadonlyMap<string, Marks>): Inbox {
  let fewer = 0;
  let left = marks.size;
  const rows = inbox.rows.slice();
  for (let at = 0; at < rows.length && left > 0; at++) {
    const row = rows[at];
    const mark = row && marks.get(row.id);
    if (!row || !mark) continue;
    left -= 1;
    if (row.read !== mark.read) fewer += mark.read ? 1 : -1;
    rows[at] = { ...row, read: mark.read, tags: mark.tags ? [...mark.tags] : row.tags };
  }
  return { ...inbox, rows, unread: inbox.unread - fewer, matchedUnread: plus(inbox.matchedUnread, -fewer) };
}

/** A frame's worth of events: gathered first, so that the rows are copied once however many there are. */
function events(inbox: Inbox, batch: readonly StreamEvent[]): Inbox {
  let next = inbox;
  let added: MessageSummary[] = [];
  const marks = new Map<string, Marks>();
  const removed = new Set<string>();
  const flush = () => {
    if (added.length > 0) next = arrived(next, added);
    if (marks.size > 0) next = marked(next, marks);
    if (removed.size > 0) next = gone(next, removed);
    added = [];
    marks.clear();
    removed.clear();
  };
  for (const event of batch) {
    // It is in the list that was read already.
    if (event.seq <= inbox.seq) continue;
    if (event.type === "message.added") added.push(event.message);
    else if (event.type === "message.changed") marks.set(event.id, event);
    else if (event.type === "message.removed") for (const id of event.ids) removed.add(id);
    else if (event.type === "mailbox.cleared") {
      flush();
      next = cleared(next);
    }
  }
  flush();
  // A hello tells the newest number there is, before what was missed is replayed.
  const last = batch.findLast((event) => event.type !== "hello");
  return last === undefined || last.seq <= inbox.seq ? next : { ...next, seq: last.seq };
}

function arrived(inbox: Inbox, added: readonly MessageSummary[]): Inbox {
  const counted = {
    ...inbox,
    total: inbox.total + added.length,
    unread: inbox.unread + unreadIn(added),
  };
  // Only the server can say whether a message matches a search.
  if (inbox.query !== "") return { ...counted, stale: true };
  // A page that was read meanwhile may have some of them.
  const newest = inbox.rows[0]?.seq ?? 0;
  const rows = [...added.filter((row) => row.seq > newest).toReversed(), ...inbox.rows];
  return { ...counted, rows, matched: inbox.matched + added.length };
}

function gone(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows, taken } = without(inbox.rows, ids);
  const { rows: condemned, taken: executed } = without(inbox.condemned, ids);
  const lost = ids.size - executed.length;
  // What was deleted here is not among the rows, and was not counted among what is older than these.
  const older = olderOf(ids, inbox) - olderOf(new Set(executed.map((row) => row.id)), inbox);
  const gap = inbox.gap && { ...inbox.gap, older: Math.max(0, inbox.gap.older - older) };
  return {
    ...inbox,
    ...withoutEmptyEnd({ ...inbox, gap }, rows),
    condemned,
    // A message that the list has not come to yet may match or not; while nothing is searched for it does.
    matched: Math.max(rows.length, inbox.matched - (inbox.query === "" ? lost : taken.length)),
    total: Math.max(0, inbox.total - lost),
    unread: Math.max(0, inbox.unread - unreadIn(taken)),
    matchedUnread: plus(inbox.matchedUnread, -unreadIn(taken)),
    picked: taken.length === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: neighbour(inbox, ids),
  };
}

/** How many of them were older than the oldest row: the ids of one server are sorted as its messages came. */
function olderOf(ids: ReadonlySet<string>, { rows }: Inbox): number {
  const oldest = rows.at(-1)?.id ?? "";
  let count = 0;
  for (const id of ids) if (id < oldest) count += 1;
  return count;
}

function cleared(inbox: Inbox): Inbox {
  return {
    ...inbox,
    rows: [],
    gap: null,
    next: null,
    condemned: [],
    matched: 0,
    total: 0,
    unread: 0,
    matchedUnread: 0,
    picked: new Set(),
    cursor: null,
  };
}

function counted(before: Inbox, total: number, unread: number): Inbox {
  // The server has told all there was to tell: what it deleted, and did not say so, had gone before.
  const condemned = without(before.condemned, before.executed).rows;
  const inbox = { ...before, condemned, executed: EMPTY_INBOX.executed };
  const counts = standing(inbox, total, unread);
  return { ...inbox, ...counts, matched: inbox.query === "" ? counts.total : inbox.matched };
}

/** What is here whole is counted here. */
function countedWhole(inbox: Inbox): Inbox {
  const { rows, matched, matchedUnread } = inbox;
  const unread = rows.length === matched ? unreadIn(rows) : matchedUnread;
  return unread === matchedUnread ? inbox : { ...inbox, matchedUnread: unread };
}

/** What is deleted here and not there yet may have been found or not: the next count, without it, tells. */
function countedFound(inbox: Inbox, unread: number): Inbox {
  const isCounted = inbox.rows.length === inbox.matched;
  return isCounted || inbox.condemned.length > 0 ? inbox : { ...inbox, matchedUnread: unread };
}

/** The server's counts without what the person has deleted here, which is still among them there. */
function standing({ condemned }: Inbox, total: number, unread: number): { total: number; unread: number } {
  return {
    total: Math.max(0, total - condemned.length),
    unread: Math.max(0, unread - unreadIn(condemned)),
  };
}

/** Where a message stands among the rows, or -1. */
export function indexOf(inbox: Inbox, id: string | null): number {
  return id === null ? -1 : inbox.rows.findIndex((row) => row.id === id);
}
