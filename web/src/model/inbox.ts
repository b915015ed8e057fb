import type { MessageList, MessageSummary, StreamEvent } from "@mailglass/shared";
import { contiguousRange, findGapRange } from "./gap.ts";
import type { InboxAction } from "./inbox-action.ts";
import { EMPTY_INBOX, type InboxState } from "./inbox-state.ts";
import { appendOlderPage, mergePageAt, prependNewerPage } from "./merge-pages.ts";
import { addToCount, countOlder, countUnread, mergeRows, removeRows } from "./rows.ts";

/** The one door: all that can happen to the inbox. */
export function reduceInbox(inbox: InboxState, action: InboxAction): InboxState {
  switch (action.type) {
    case "loading":
      // The rows of the last search stay until the answer is here: the page does not blink while one types.
      return { ...inbox, query: action.query, phase: "loading", stale: false };
    case "failed":
      return { ...inbox, phase: "failed", problem: action.problem };
    case "loaded":
      return action.query === inbox.query ? applyListing(inbox, action.list, action.unread) : inbox;
    case "older-page":
      return action.query === inbox.query ? recountIfComplete(appendOlderPage(inbox, action)) : inbox;
    case "page-at":
      return action.query === inbox.query ? recountIfComplete(mergePageAt(inbox, action, action.offset)) : inbox;
    case "newer-page":
      return action.query === inbox.query ? prependNewerPage(inbox, action) : inbox;
    case "events":
      return applyEvents(inbox, action.events);
    case "marked":
      return applyMarks(inbox, new Map(action.ids.map((id) => [id, { read: action.read }])));
    case "pending-delete":
      return addPendingDelete(inbox, new Set(action.ids));
    case "restored":
      return restoreMessages(inbox, new Set(action.ids));
    case "deleted":
      return { ...inbox, deleted: new Set([...inbox.deleted, ...action.ids]) };
    case "trimmed":
      return trimRows(inbox, action.keep);
    case "picked":
      return { ...inbox, picked: new Set(action.ids) };
    case "focused":
      return action.id === inbox.cursor ? inbox : { ...inbox, cursor: action.id };
    case "counted":
      return applyCounts(inbox, action.total, action.unread);
    case "counted-found":
      return action.query === inbox.answeredQuery ? applyFoundUnread(inbox, action.unread) : inbox;
  }
}

function applyListing(before: InboxState, list: MessageList, unread: number): InboxState {
  // A server that begins anew has none of the messages that were deleted here.
  const inbox = list.instance === before.instance ? before : { ...before, pendingDelete: [] };
  const { rows, removed } = removeRows(list.items, new Set(inbox.pendingDelete.map((row) => row.id)));
  const counts = subtractPendingDelete(inbox, list.total, unread);
  const matched = inbox.query === "" ? counts.total : list.matched - removed.length;
  return {
    ...inbox,
    ...counts,
    phase: "ready",
    problem: "",
    answeredQuery: inbox.query,
    rows,
    gap: null,
    next: list.next,
    matched,
    matchedUnread: rows.length === matched ? countUnread(rows) : null,
    seq: list.seq,
    instance: list.instance,
    stale: false,
    picked: new Set(),
  };
}

function addPendingDelete(inbox: InboxState, ids: ReadonlySet<string>): InboxState {
  const { rows, removed } = removeRows(inbox.rows, ids);
  if (removed.length === 0) return inbox;
  return {
    ...inbox,
    ...dropTrailingGap(inbox, rows),
    pendingDelete: mergeRows(removed, inbox.pendingDelete),
    matched: inbox.matched - removed.length,
    total: inbox.total - removed.length,
    unread: inbox.unread - countUnread(removed),
    matchedUnread: addToCount(inbox.matchedUnread, -countUnread(removed)),
    picked: inbox.picked.size === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: moveCursorOff(inbox, ids),
  };
}

/** What is left of the list when only these rows are. A gap behind which there are none ends nowhere: it is the unread end. */
function dropTrailingGap(
  { gap, next, seq }: InboxState,
  rows: readonly MessageSummary[],
): Pick<InboxState, "rows" | "gap" | "next"> {
  const last = rows.at(-1);
  if (gap === null || (last !== undefined && last.seq < gap.below)) return { rows, gap, next };
  return { rows, gap: null, next: last?.seq ?? seq + 1 };
}

/** Where the cursor goes when rows under it are taken away: the next older row that stays, else the next newer one. */
function moveCursorOff(inbox: InboxState, removedIds: ReadonlySet<string>): string | null {
  const { rows, cursor } = inbox;
  if (cursor === null || !removedIds.has(cursor)) return cursor;
  const cursorIndex = rows.findIndex((row) => row.id === cursor);
  const { from, to } = contiguousRange(cursorIndex, rows, findGapRange(inbox));
  const stays = (row: MessageSummary) => !removedIds.has(row.id);
  return (
    (rows.slice(cursorIndex, to).find(stays) ?? rows.slice(from, cursorIndex).findLast(stays) ?? rows.find(stays))
      ?.id ?? null
  );
}

function restoreMessages(inbox: InboxState, ids: ReadonlySet<string>): InboxState {
  const { rows: pendingDelete, removed: restored } = removeRows(inbox.pendingDelete, ids);
  if (restored.length === 0) return inbox;
  const loaded = restored.filter((row) => isWithinLoadedRows(inbox, row.seq));
  const unloaded = restored.filter((row) => !isWithinLoadedRows(inbox, row.seq));
  const older = countOlder(unloaded, inbox.rows.at(-1)?.seq ?? 0);
  return {
    ...inbox,
    rows: mergeRows(loaded, inbox.rows),
    gap: inbox.gap && { ...inbox.gap, older: inbox.gap.older + older },
    pendingDelete: pendingDelete,
    matched: inbox.matched + restored.length,
    total: inbox.total + restored.length,
    unread: inbox.unread + countUnread(restored),
    matchedUnread: addToCount(inbox.matchedUnread, countUnread(restored)),
  };
}

/** Whether all is known of the list where a message of this number stands. */
function isWithinLoadedRows(inbox: InboxState, seq: number): boolean {
  const { rows, gap, next } = inbox;
  if (next !== null && seq < next) return false;
  return gap === null || seq >= gap.below || seq <= (rows[findGapRange(inbox).index]?.seq ?? 0);
}

/** Lets the oldest rows go, to be read again when they are scrolled to: a list that only grows would fill the memory. */
function trimRows(inbox: InboxState, keep: number): InboxState {
  if (inbox.rows.length <= keep) return inbox;
  const rows = inbox.rows.slice(0, Math.min(keep, findGapRange(inbox).index));
  return { ...inbox, rows, gap: null, next: rows.at(-1)?.seq ?? inbox.seq + 1 };
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
    matchedUnread: addToCount(inbox.matchedUnread, -newlyRead),
  };
}

/** A frame's worth of events: gathered first, so that the rows are copied once however many there are. */
function applyEvents(inbox: InboxState, batch: readonly StreamEvent[]): InboxState {
  let next = inbox;
  let added: MessageSummary[] = [];
  const marks = new Map<string, RowMarks>();
  const removed = new Set<string>();
  const flush = () => {
    if (added.length > 0) next = addMessages(next, added);
    if (marks.size > 0) next = applyMarks(next, marks);
    if (removed.size > 0) next = removeMessages(next, removed);
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
      next = clearInbox(next);
    }
  }
  flush();
  // A hello tells the newest number there is, before what was missed is replayed.
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
  // A page that was read meanwhile may have some of them.
  const newest = inbox.rows[0]?.seq ?? 0;
  const rows = [...added.filter((row) => row.seq > newest).toReversed(), ...inbox.rows];
  return { ...withCounts, rows, matched: inbox.matched + added.length };
}

function removeMessages(inbox: InboxState, ids: ReadonlySet<string>): InboxState {
  const { rows, removed } = removeRows(inbox.rows, ids);
  const { rows: pendingDelete, removed: confirmed } = removeRows(inbox.pendingDelete, ids);
  const unknownCount = ids.size - confirmed.length;
  // What was deleted here is not among the rows, and was not counted among what is older than these.
  const older = countOlderIds(ids, inbox) - countOlderIds(new Set(confirmed.map((row) => row.id)), inbox);
  const gap = inbox.gap && { ...inbox.gap, older: Math.max(0, inbox.gap.older - older) };
  return {
    ...inbox,
    ...dropTrailingGap({ ...inbox, gap }, rows),
    pendingDelete,
    // A message that the list has not come to yet may match or not; while nothing is searched for it does.
    matched: Math.max(rows.length, inbox.matched - (inbox.query === "" ? unknownCount : removed.length)),
    total: Math.max(0, inbox.total - unknownCount),
    unread: Math.max(0, inbox.unread - countUnread(removed)),
    matchedUnread: addToCount(inbox.matchedUnread, -countUnread(removed)),
    picked: removed.length === 0 ? inbox.picked : new Set([...inbox.picked].filter((id) => !ids.has(id))),
    cursor: moveCursorOff(inbox, ids),
  };
}

/** How many of them were older than the oldest row: the ids of one server are sorted as its messages came. */
function countOlderIds(ids: ReadonlySet<string>, { rows }: InboxState): number {
  const oldest = rows.at(-1)?.id ?? "";
  let count = 0;
  for (const id of ids) if (id < oldest) count += 1;
  return count;
}

function clearInbox(inbox: InboxState): InboxState {
  return {
    ...inbox,
    rows: [],
    gap: null,
    next: null,
    pendingDelete: [],
    matched: 0,
    total: 0,
    unread: 0,
    matchedUnread: 0,
    picked: new Set(),
    cursor: null,
  };
}

function applyCounts(before: InboxState, total: number, unread: number): InboxState {
  // The server has told all there was to tell: what it deleted, and did not say so, had gone before.
  const pendingDelete = removeRows(before.pendingDelete, before.deleted).rows;
  const inbox = { ...before, pendingDelete, deleted: EMPTY_INBOX.deleted };
  const counts = subtractPendingDelete(inbox, total, unread);
  return { ...inbox, ...counts, matched: inbox.query === "" ? counts.total : inbox.matched };
}

/** What is here whole is counted here. */
function recountIfComplete(inbox: InboxState): InboxState {
  const { rows, matched, matchedUnread } = inbox;
  const unread = rows.length === matched ? countUnread(rows) : matchedUnread;
  return unread === matchedUnread ? inbox : { ...inbox, matchedUnread: unread };
}

/** What is deleted here and not there yet may have been found or not: the next count, without it, tells. */
function applyFoundUnread(inbox: InboxState, unread: number): InboxState {
  const isCounted = inbox.rows.length === inbox.matched;
  return isCounted || inbox.pendingDelete.length > 0 ? inbox : { ...inbox, matchedUnread: unread };
}

/** The server's counts without what the person has deleted here, which is still among them there. */
function subtractPendingDelete(
  { pendingDelete }: InboxState,
  total: number,
  unread: number,
): { total: number; unread: number } {
  return {
    total: Math.max(0, total - pendingDelete.length),
    unread: Math.max(0, unread - countUnread(pendingDelete)),
  };
}

/** Where a message stands among the rows, or -1. */
export function indexOfMessage(inbox: InboxState, id: string | null): number {
  return id === null ? -1 : inbox.rows.findIndex((row) => row.id === id);
}
