import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import { contiguousRange, findGapRange, type PartialList } from "./gap.ts";
import type { InboxAction } from "./inbox-action.ts";
import { EMPTY_LIST, type InboxState } from "./inbox-state.ts";
import { appendOlderPage, mergePageAt, prependNewerPage } from "./merge-pages.ts";
import { countOlder, countUnread, mergeRows, removeRows } from "./rows.ts";

/** Applies an action to the inbox and returns the new state. All changes go through this function. */
export function reduceInbox(inbox: InboxState, action: InboxAction): InboxState {
  switch (action.type) {
    case "loading":
      // The rows of the last search stay until the response arrives, so that the page does not flicker during typing.
      return { ...inbox, query: action.query, phase: "loading", stale: false };
    case "failed":
      return { ...inbox, phase: "failed", problem: action.problem };
    case "loaded":
      return action.query === inbox.query ? applyListing(inbox, action.list) : inbox;
    case "older-page":
      return action.query === inbox.query ? recountIfComplete(appendOlderPage(inbox, action)) : inbox;
    case "page-at":
      return action.query === inbox.query ? recountIfComplete(mergePageAt(inbox, action, action.offset)) : inbox;
    case "newer-page":
      return action.query === inbox.query ? prependNewerPage(inbox, action) : inbox;
    case "events":
      return applyEvents(inbox, action.events);
    case "row-completed":
      return completeRow(inbox, action.row);
    case "marked":
      return applyMarks(inbox, new Map(action.ids.map((id) => [id, { read: action.read }])));
    case "trimmed":
      return trimRows(inbox, action.keep);
    case "picked":
      return { ...inbox, picked: new Set(action.ids) };
    case "focused":
      return action.id === inbox.cursor ? inbox : { ...inbox, cursor: action.id };
    case "counted":
      return applyCounts(inbox, action.query, action.list);
  }
}

function applyListing(inbox: InboxState, list: MessageList): InboxState {
  return recountIfComplete({
    ...inbox,
    phase: "ready",
    problem: "",
    answeredQuery: inbox.query,
    rows: list.items,
    gap: null,
    next: list.next,
    matched: list.matched,
    total: list.total,
    unread: list.unread,
    matchedUnread: list.matchedUnread,
    seq: list.seq,
    instance: list.instance,
    stale: false,
    picked: new Set(),
  });
}

/** The list with only these rows. A gap without rows behind it is dropped: it becomes the part that is not loaded yet. */
function dropTrailingGap(
  { gap, next, seq }: InboxState,
  rows: readonly MessageSummary[],
): Pick<InboxState, "rows" | "gap" | "next"> {
  const last = rows.at(-1);
  if (gap === null || (last !== undefined && last.seq < gap.below)) return { rows, gap, next };
  return { rows, gap: null, next: last?.seq ?? seq + 1 };
}

/** The cursor after these rows are removed. */
function moveCursorOff(inbox: InboxState, removedIds: ReadonlySet<string>): string | null {
  const { cursor } = inbox;
  return cursor !== null && removedIds.has(cursor) ? findNeighbor(inbox, cursor, removedIds) : cursor;
}

/** The row to show instead of a deleted message: the next older row that stays, or else the next newer one. */
export function findNeighbor(inbox: PartialList, id: string, removedIds: ReadonlySet<string>): string | null {
  const { rows } = inbox;
  const index = indexOfMessage(inbox, id);
  if (index < 0) return null;
  const { from, to } = contiguousRange(index, rows, findGapRange(inbox));
  const stays = (row: { readonly id: string }) => !removedIds.has(row.id);
  return (rows.slice(index, to).find(stays) ?? rows.slice(from, index).findLast(stays) ?? rows.find(stays))?.id ?? null;
}

/** Adds messages whose deletion was undone. */
function restoreMessages(inbox: InboxState, messages: readonly MessageSummary[]): InboxState {
  const restored = messages.toSorted((a, b) => b.seq - a.seq);
  const withCounts = {
    ...inbox,
    total: inbox.total + restored.length,
    unread: inbox.unread + countUnread(restored),
  };
  // Only the server can say whether a message matches a search.
  if (inbox.query !== "") return withCounts;
  const loaded = restored.filter((row) => isWithinLoadedRows(inbox, row.seq));
  const unloaded = restored.filter((row) => !isWithinLoadedRows(inbox, row.seq));
  const older = countOlder(unloaded, inbox.rows.at(-1)?.seq ?? 0);
  return {
    ...withCounts,
    rows: mergeRows(loaded, inbox.rows),
    gap: inbox.gap && { ...inbox.gap, older: inbox.gap.older + older },
    matched: inbox.matched + restored.length,
    matchedUnread: inbox.matchedUnread + countUnread(restored),
  };
}

/** Whether a message with this number belongs to a part of the list that is loaded. */
function isWithinLoadedRows(inbox: InboxState, seq: number): boolean {
  const { rows, gap, next } = inbox;
  if (next !== null && seq < next) return false;
  return gap === null || seq >= gap.below || seq <= (rows[findGapRange(inbox).index]?.seq ?? 0);
}

/** Drops the oldest rows, which are loaded again when the user scrolls to them. Without a limit, the list would fill the memory. */
function trimRows(inbox: InboxState, keep: number): InboxState {
  if (inbox.rows.length <= keep) return inbox;
  const rows = inbox.rows.slice(0, Math.min(keep, findGapRange(inbox).index));
  return { ...inbox, rows, gap: null, next: rows.at(-1)?.seq ?? inbox.seq + 1 };
}

/** Replaces a partial row. Its marks are kept, because an event may have changed them since the row was read. */
function completeRow(inbox: InboxState, complete: MessageSummary): InboxState {
  const index = indexOfMessage(inbox, complete.id);
  const current = inbox.rows[index];
  if (current === undefined) return inbox;
  return { ...inbox, rows: inbox.rows.with(index, { ...complete, read: current.read, tags: current.tags }) };
}

type RowMarks = { readonly read: boolean; readonly tags?: readonly string[] };

function applyMarks(inbox: InboxState, marks: ReadonlyMap<string, RowMarks>): InboxState {
  let newlyRead = 0;
  let remaining = marks.size;
  const rows = inbox.rows.slice();
  for (let at = 0; at < rows.length && remaining > 0; at++) {
    const row = rows[at];
    const mark = row && marks.get(row.id);
    if (!row || !mark) continue;
    remaining -= 1;
    if (row.read !== mark.read) newlyRead += mark.read ? 1 : -1;
    rows[at] = { ...row, read: mark.read, tags: mark.tags ? [...mark.tags] : row.tags };
  }
  return {
    ...inbox,
    rows,
    unread: inbox.unread - newlyRead,
    matchedUnread: Math.max(0, inbox.matchedUnread - newlyRead),
  };
}

/** Applies the events of one animation frame. They are collected first, so that the rows are copied only once. */
function applyEvents(inbox: InboxState, batch: readonly StreamEvent[]): InboxState {
  let next = inbox;
  let added: MessageSummary[] = [];
  const marks = new Map<string, RowMarks>();
  const removed = new Set<string>();
  let restored: MessageSummary[] = [];
  const flush = () => {
    if (added.length > 0) next = addMessages(next, added);
    if (marks.size > 0) next = applyMarks(next, marks);
    if (removed.size > 0) next = removeMessages(next, removed);
    if (restored.length > 0) next = restoreMessages(next, restored);
    added = [];
    marks.clear();
    removed.clear();
    restored = [];
  };
  for (const event of batch) {
    // The loaded list already includes this event.
    if (event.seq <= inbox.seq) continue;
    // Collected events are applied in the order of `flush`, in which restorations come last.
    if ((event.type === "message.restored") !== restored.length > 0) flush();
    if (event.type === "message.restored") restored.push(event.message);
    else if (event.type === "message.added") added.push(event.message);
    else if (event.type === "message.changed") marks.set(event.id, event);
    else if (event.type === "message.removed") for (const id of event.ids) removed.add(id);
    else if (event.type === "mailbox.cleared") {
      flush();
      next = clearInbox(next);
    }
  }
  flush();
  // A hello has the newest number of the server; the missed events, which have smaller ones, are replayed after it.
  const last = batch.findLast((event) => event.type !== "hello");
  return last === undefined || last.seq <= inbox.seq ? next : { ...next, seq: last.seq };
}

function addMessages(inbox: InboxState, added: readonly MessageSummary[]): InboxState {
  const withCounts = {
    ...inbox,
    total: inbox.total + added.length,
    unread: inbox.unread + countUnread(added),
  };
  // Only the server can say whether a message matches a search.
  if (inbox.query !== "") return { ...withCounts, stale: true };
  // A page that was loaded in the meantime may include some of them.
  const newest = inbox.rows[0]?.seq ?? 0;
  const rows = [...added.filter((row) => row.seq > newest).toReversed(), ...inbox.rows];
  const matchedUnread = inbox.matchedUnread + countUnread(added);
  return { ...withCounts, rows, matched: inbox.matched + added.length, matchedUnread };
}

function removeMessages(inbox: InboxState, ids: ReadonlySet<string>): InboxState {
  const { rows, removed } = removeRows(inbox.rows, ids);
  const older = countOlderIds(ids, inbox);
  const gap = inbox.gap && { ...inbox.gap, older: Math.max(0, inbox.gap.older - older) };
  return {
    ...inbox,
    ...dropTrailingGap({ ...inbox, gap }, rows),
    // A message that is not loaded may match or not. Without a search it does.
    matched: Math.max(rows.length, inbox.matched - (inbox.query === "" ? ids.size : removed.length)),
    total: Math.max(0, inbox.total - ids.size),
    unread: Math.max(0, inbox.unread - countUnread(removed)),
    matchedUnread: Math.max(0, inbox.matchedUnread - countUnread(removed)),
    picked: removed.length === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: moveCursorOff(inbox, ids),
  };
}

/** How many of the ids are older than the oldest row. The ids of one server sort by time of arrival. */
function countOlderIds(ids: ReadonlySet<string>, { rows }: InboxState): number {
  const oldest = rows.at(-1)?.id ?? "";
  let count = 0;
  for (const id of ids) if (id < oldest) count += 1;
  return count;
}

function clearInbox(inbox: InboxState): InboxState {
  return {
    ...inbox,
    ...EMPTY_LIST,
    picked: new Set(),
    cursor: null,
  };
}

/** Replaces the counts by the server's. Our own become wrong when messages are removed that were never loaded. */
function applyCounts(inbox: InboxState, query: string, list: MessageList): InboxState {
  const { total, unread } = list;
  const counted = { ...inbox, total, unread, matched: inbox.query === "" ? total : inbox.matched };
  return query === inbox.answeredQuery ? recountIfComplete({ ...counted, matchedUnread: list.matchedUnread }) : counted;
}

/** Counts the unread rows if all rows that match are loaded. */
function recountIfComplete(inbox: InboxState): InboxState {
  const { rows, matched, matchedUnread } = inbox;
  const unread = rows.length === matched ? countUnread(rows) : matchedUnread;
  return unread === matchedUnread ? inbox : { ...inbox, matchedUnread: unread };
}

/** The index of a message among the rows, or -1. */
export function indexOfMessage(inbox: Pick<PartialList, "rows">, id: string | null): number {
  return id === null ? -1 : inbox.rows.findIndex((row) => row.id === id);
}
