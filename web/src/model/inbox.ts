import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import { merge, without } from "./rows.ts";

/** The list as the page knows it: what was read of it, kept true by events. Never changed in place. */
export interface Inbox {
  /** What is searched for; "" is the whole mailbox. */
  readonly query: string;
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be read, for people. */
  readonly problem: string;
  /** What `rows` were found with: the search before, while the present one is being asked. */
  readonly answered: string;
  /** Newest first, without gaps, from the newest message down to the page before `next`. */
  readonly rows: readonly MessageSummary[];
  /** Cursor of the next older page; null when the oldest is here. */
  readonly next: number | null;
  /** How many messages match `query`. */
  readonly matched: number;
  readonly total: number;
  readonly unread: number;
  /** The newest event that is in all this. */
  readonly seq: number;
  /** Messages came that the search has not been asked about. */
  readonly stale: boolean;
  /** Deleted by the person, and still to be had back. */
  readonly condemned: readonly MessageSummary[];
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
  | { readonly type: "events"; readonly events: readonly StreamEvent[] }
  | { readonly type: "marked"; readonly ids: readonly string[]; readonly read: boolean }
  | { readonly type: "condemned"; readonly ids: readonly string[] }
  | { readonly type: "spared"; readonly ids: readonly string[] }
  | { readonly type: "trimmed"; readonly keep: number }
  | { readonly type: "picked"; readonly ids: readonly string[] }
  | { readonly type: "pointed"; readonly id: string | null }
  | { readonly type: "counted"; readonly total: number; readonly unread: number };

/** More of the list. `gone` was removed while it was on its way, so that it may still be in it. */
interface Further {
  readonly query: string;
  readonly list: MessageList;
  readonly gone: ReadonlySet<string>;
}

export const EMPTY_INBOX: Inbox = {
  query: "",
  phase: "loading",
  problem: "",
  answered: "",
  rows: [],
  next: null,
  matched: 0,
  total: 0,
  unread: 0,
  seq: 0,
  stale: false,
  condemned: [],
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
      return action.query === inbox.query ? older(inbox, action) : inbox;
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
    case "trimmed":
      return trimmed(inbox, action.keep);
    case "picked":
      return { ...inbox, picked: new Set(action.ids) };
    case "pointed":
      return action.id === inbox.cursor ? inbox : { ...inbox, cursor: action.id };
    case "counted":
      return counted(inbox, action.total, action.unread);
  }
}

function listed(inbox: Inbox, list: MessageList, unread: number): Inbox {
  const hidden = new Set(inbox.condemned.map((row) => row.id));
  return {
    ...inbox,
    phase: "ready",
    problem: "",
    answered: inbox.query,
    rows: without(list.items, hidden).rows,
    next: list.next,
    matched: list.matched,
    total: list.total,
    unread,
    seq: list.seq,
    stale: false,
    picked: new Set(),
  };
}

function older(inbox: Inbox, { list, gone }: Further): Inbox {
  const last = inbox.rows.at(-1);
  const unseen = list.items.filter((row) => !gone.has(row.id) && (last === undefined || row.seq < last.seq));
  const hidden = new Set(inbox.condemned.map((row) => row.id));
  return { ...inbox, rows: [...inbox.rows, ...without(unseen, hidden).rows], next: list.next };
}

/** What a search found since it was asked first. */
function newer(inbox: Inbox, { list, gone }: Further): Inbox {
  const rows = merge(without(list.items, gone).rows, inbox.rows);
  return { ...inbox, rows, matched: inbox.matched + rows.length - inbox.rows.length, stale: false };
}

function condemned(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows, taken } = without(inbox.rows, ids);
  if (taken.length === 0) return inbox;
  return {
    ...inbox,
    rows,
    condemned: merge(taken, inbox.condemned),
    matched: inbox.matched - taken.length,
    total: inbox.total - taken.length,
    unread: inbox.unread - taken.filter((row) => !row.read).length,
    picked: inbox.picked.size === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: neighbour(inbox, ids),
  };
}

/** Where the cursor goes when rows under it are taken away: the next older row that stays, else the next newer one. */
function neighbour({ rows, cursor }: Inbox, gone: ReadonlySet<string>): string | null {
  if (cursor === null || !gone.has(cursor)) return cursor;
  const at = rows.findIndex((row) => row.id === cursor);
  const stays = (row: MessageSummary) => !gone.has(row.id);
  return (rows.slice(at).find(stays) ?? rows.slice(0, at).findLast(stays))?.id ?? null;
}

function spared(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows: still, taken } = without(inbox.condemned, ids);
  if (taken.length === 0) return inbox;
  return {
    ...inbox,
    rows: merge(taken, inbox.rows),
    condemned: still,
    matched: inbox.matched + taken.length,
    total: inbox.total + taken.length,
    unread: inbox.unread + taken.filter((row) => !row.read).length,
  };
}

/** Lets the oldest rows go, to be read again when they are scrolled to: a list that only grows would fill the memory. */
function trimmed(inbox: Inbox, keep: number): Inbox {
  if (inbox.rows.length <= keep) return inbox;
  const rows = inbox.rows.slice(0, keep);
  return { ...inbox, rows, next: rows.at(-1)?.seq ?? null };
}

type Marks = { readonly read: boolean; readonly tags?: readonly string[] };

function marked(inbox: Inbox, marks: ReadonlyMap<string, Marks>): Inbox {
  let unread = inbox.unread;
  let left = marks.size;
  const rows = inbox.rows.slice();
  for (let at = 0; at < rows.length && left > 0; at++) {
    const row = rows[at];
    const mark = row && marks.get(row.id);
    if (!row || !mark) continue;
    left -= 1;
    if (row.read !== mark.read) unread += mark.read ? -1 : 1;
    rows[at] = { ...row, read: mark.read, tags: mark.tags ? [...mark.tags] : row.tags };
  }
  return { ...inbox, rows, unread };
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
    unread: inbox.unread + added.reduce((sum, row) => sum + (row.read ? 0 : 1), 0),
  };
  // Only the server can say whether a message matches a search.
  if (inbox.query !== "") return { ...counted, stale: true };
  return { ...counted, rows: [...added.toReversed(), ...inbox.rows], matched: inbox.matched + added.length };
}

function gone(inbox: Inbox, ids: ReadonlySet<string>): Inbox {
  const { rows, taken } = without(inbox.rows, ids);
  const { rows: condemned, taken: executed } = without(inbox.condemned, ids);
  const lost = ids.size - executed.length;
  return {
    ...inbox,
    rows,
    condemned,
    // A message that the list has not come to yet may match or not; while nothing is searched for it does.
    matched: Math.max(rows.length, inbox.matched - (inbox.query === "" ? lost : taken.length)),
    total: Math.max(0, inbox.total - lost),
    unread: Math.max(0, inbox.unread - taken.filter((row) => !row.read).length),
    picked: taken.length === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: neighbour(inbox, ids),
  };
}

function cleared(inbox: Inbox): Inbox {
  return {
    ...inbox,
    rows: [],
    next: null,
    condemned: [],
    matched: 0,
    total: 0,
    unread: 0,
    picked: new Set(),
    cursor: null,
  };
}

/** The server's own count; what the person has deleted here is still among it there. */
function counted(inbox: Inbox, total: number, unread: number): Inbox {
  return {
    ...inbox,
    total: total - inbox.condemned.length,
    unread: unread - inbox.condemned.filter((row) => !row.read).length,
    matched: inbox.query === "" ? total - inbox.condemned.length : inbox.matched,
  };
}

/** Where a message stands in the list, or -1. */
export function indexOf(inbox: Inbox, id: string | null): number {
  return id === null ? -1 : inbox.rows.findIndex((row) => row.id === id);
}
