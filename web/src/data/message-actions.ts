import type { MessageSummary } from "@mailglass/shared";
import { formatAmount } from "../model/format.ts";
import { contiguousRange, findGapRange } from "../model/gap.ts";
import { findNeighbor, indexOfMessage } from "../model/inbox.ts";
import { extendPick, type PickedRange } from "../model/picked-range.ts";
import { client, describeError } from "./client.ts";
import { focusList } from "./focus-list.ts";
import { loadListEnd, loadPageAt } from "./live.ts";
import { currentRoute, navigate, routeTo } from "./router.ts";
import { getShownList, shownIdOf } from "./shown-list.ts";
import { inboxStore } from "./stores.ts";
import { showToast } from "./toasts.ts";
import { deleteWithUndo } from "./undo.ts";

/** Opens a message in the tab that was last used. */
export function openMessage(id: string, mode: "push" | "replace" = "push"): void {
  const { view, tab } = currentRoute();
  inboxStore.dispatch({ type: "focused", id });
  navigate(routeTo({ id, tab: view === "messages" ? tab : null }), mode);
}

/** Returns the row that is this many rows away from the cursor. If there is none, it is before the first row. */
function rowFromCursor(by: number): MessageSummary | undefined {
  const list = getShownList();
  const { rows } = list;
  const from = indexOfMessage(list, shownIdOf(inboxStore.get().cursor ?? currentRoute().id));
  // Rows not loaded yet are loaded as the cursor approaches them; it does not jump over them.
  const range = contiguousRange(Math.max(0, from), rows, findGapRange(list));
  return rows[Math.min(range.to - 1, Math.max(range.from, from + by))];
}

/** Moves the cursor by a number of rows. If a message is open, opens the one that is moved to. */
export function moveCursor(by: number): void {
  moveCursorTo(rowFromCursor(by));
}

function moveCursorTo(row: MessageSummary | undefined): void {
  const { id, view } = currentRoute();
  if (!row) return;
  if (view === "messages" && id !== null) return openMessage(row.id, "replace");
  inboxStore.dispatch({ type: "focused", id: row.id });
  focusList();
}

export function moveCursorToFirst(): void {
  moveCursorTo(getShownList().rows[0]);
}

/** Moves the cursor to the last message, which is loaded first. Stays if the user goes elsewhere meanwhile. */
export async function moveCursorToLast(): Promise<void> {
  const { cursor, query } = inboxStore.get();
  const { id } = currentRoute();
  await loadListEnd();
  const now = inboxStore.get();
  if (now.cursor !== cursor || now.query !== query || currentRoute().id !== id) return;
  moveCursorTo(getShownList().rows.at(-1));
}

/** Opens the message at the cursor, which is at the first row after a search. */
export async function openMessageAtCursor(): Promise<void> {
  await waitForList();
  const cursor = shownIdOf(inboxStore.get().cursor);
  if (cursor !== null) openMessage(cursor);
}

/** Moves the focus from the search box to the list, and the cursor to its first row. */
export async function enterList(): Promise<void> {
  focusList();
  await waitForList();
  const { query, cursor } = inboxStore.get();
  const { rows } = getShownList();
  const isCursorShown = rows.some(({ id }) => id === cursor);
  if (query === "" && isCursorShown) return;
  inboxStore.dispatch({ type: "focused", id: rows[0]?.id ?? null });
}

/** Resolves when the list of the current search is loaded, or could not be loaded. */
async function waitForList(): Promise<void> {
  if (inboxStore.get().phase !== "loading") return;
  await new Promise<void>((resolve) => {
    const unsubscribe = inboxStore.subscribe(() => {
      if (inboxStore.get().phase === "loading") return;
      unsubscribe();
      resolve();
    });
  });
}

/** Esc: clears the selection, else closes the message, else clears the search. */
export function goBackOneLevel(): void {
  const route = currentRoute();
  if (inboxStore.get().picked.size > 0) inboxStore.dispatch({ type: "picked", ids: [] });
  else if (route.id !== null) closePane();
  else if (route.view !== "messages" || route.q !== "") navigate(routeTo({ q: "" }));
}

/** Closes what is open, whatever is selected. */
export function closePane(): void {
  navigate(routeTo({ view: currentRoute().view }));
}

export function togglePick(id: string | null): void {
  if (id === null) return;
  const picked = new Set(inboxStore.get().picked);
  if (!picked.delete(id)) picked.add(id);
  lastRange = null;
  inboxStore.dispatch({ type: "picked", ids: [...picked] });
  inboxStore.dispatch({ type: "focused", id });
}

/** The rows that were last selected with shift, from the anchor to the end. */
let lastRange: (PickedRange & { readonly end: string }) | null = null;

/**
 * Selects all rows from the cursor to this one, and moves the cursor there. If the cursor is at the end of the last
 * range, that range is changed instead. Loads missing rows in between first.
 */
export async function pickRangeTo(id: string): Promise<void> {
  if (!(await loadRowsUpTo(id))) return;
  const { cursor, picked } = inboxStore.get();
  const list = getShownList();
  const continued = picked.size > 0 && lastRange?.end === cursor ? lastRange : null;
  const anchor = continued === null ? cursor : continued.anchor;
  const to = indexOfMessage(list, id);
  const from = Math.max(0, indexOfMessage(list, shownIdOf(anchor)));
  const rows = list.rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  const next = { anchor, end: id, ids: rows.map((row) => row.id) };
  inboxStore.dispatch({ type: "picked", ids: extendPick(picked, continued, next) });
  inboxStore.dispatch({ type: "focused", id });
  lastRange = next;
}

/** Extends the selection by a number of rows from the cursor. */
export function extendSelection(by: number): void {
  const row = rowFromCursor(by);
  if (!row) return;
  focusList();
  void pickRangeTo(row.id);
}

/** Selects all loaded rows; the bar shows if there are more. */
export function pickAll(): void {
  lastRange = null;
  inboxStore.dispatch({ type: "picked", ids: inboxStore.get().rows.map((row) => row.id) });
  focusList();
}

/** Loads missing rows between the cursor and this row. Returns false if that fails, or the row is gone. */
async function loadRowsUpTo(id: string): Promise<boolean> {
  for (;;) {
    const state = inboxStore.get();
    const { index: gapIndex } = findGapRange(state);
    const [targetIndex, cursorIndex] = [indexOfMessage(state, id), Math.max(0, indexOfMessage(state, state.cursor))];
    if (targetIndex < 0) return false;
    if (state.gap === null || targetIndex < gapIndex === cursorIndex < gapIndex) return true;
    const wasRequested = await loadPageAt(Math.max(0, gapIndex - 1));
    if (wasRequested && inboxStore.get().gap === state.gap) return false;
  }
}

/** Returns the ids that commands act on: selected rows, else the open message, else the row under the cursor. */
export function targetIds(): string[] {
  const { picked, cursor } = inboxStore.get();
  if (picked.size > 0) return [...picked];
  const id = currentRoute().view === "messages" ? (currentRoute().id ?? cursor) : null;
  return id === null ? [] : [id];
}

export function deleteTargets(): void {
  void deleteMessages(targetIds());
}

/** The API's most in one request. */
const MAX_IDS_PER_REQUEST = 10_000;

/** Ids whose deletion was requested here. Their rows stay until the server reports it. */
const deletingIds = new Set<string>();

/** Deletes these, and offers to undo it. An open message gives way to its neighbour at once. */
export async function deleteMessages(ids: readonly string[]): Promise<void> {
  for (const id of ids) deletingIds.add(id);
  leaveDeletedMessage();
  try {
    for (let at = 0; at < ids.length; at += MAX_IDS_PER_REQUEST) {
      await deleteWithUndo({ ids: ids.slice(at, at + MAX_IDS_PER_REQUEST) });
    }
  } catch (reason) {
    showToast(`The messages could not be deleted: ${describeError(reason)}`, { kind: "error" });
  } finally {
    for (const id of ids) deletingIds.delete(id);
  }
}

/** Moves the cursor, and what is open, off a message that is being deleted. */
function leaveDeletedMessage(): void {
  const inbox = inboxStore.get();
  const { id, tab } = currentRoute();
  const current = id ?? inbox.cursor;
  if (current === null || !deletingIds.has(current)) return;
  const neighbor = findNeighbor(getShownList(), shownIdOf(current) ?? current, deletingIds);
  inboxStore.dispatch({ type: "focused", id: neighbor });
  if (id !== null) navigate(neighbor === null ? routeTo({}) : routeTo({ id: neighbor, tab }), "replace");
}

/** Marks being sent, one after the other: with two requests at once, the later might arrive first. */
let pendingMarks: Promise<unknown> = Promise.resolve();

/**
 * Marks messages as read or unread, here first and then on the server. Reverts marks that the server did not accept.
 */
export async function setRead(ids: readonly string[], read: boolean): Promise<void> {
  const idSet = new Set(ids);
  const changedRows = inboxStore.get().rows.filter((row) => row.read !== read && idSet.has(row.id));
  inboxStore.dispatch({ type: "marked", ids, read });
  const request = pendingMarks.then(() => sendMarks(ids, read));
  pendingMarks = request;
  const failure = await request;
  if (failure === undefined) return;
  const failedIds = new Set(failure.ids);
  inboxStore.dispatch({
    type: "marked",
    ids: changedRows.flatMap(({ id }) => (failedIds.has(id) ? [id] : [])),
    read: !read,
  });
  showToast(`Could not change the read state: ${describeError(failure.reason)}`, { kind: "error" });
}

/** Returns the ids that could not be marked, and why. Ids of messages that are gone are not among them. */
async function sendMarks(
  ids: readonly string[],
  read: boolean,
): Promise<{ readonly ids: readonly string[]; readonly reason: unknown } | undefined> {
  for (let at = 0; at < ids.length; at += MAX_IDS_PER_REQUEST) {
    try {
      await client.markSelectedMessages({ body: { ids: ids.slice(at, at + MAX_IDS_PER_REQUEST), read } });
    } catch (reason) {
      return { ids: ids.slice(at), reason };
    }
  }
  return undefined;
}

/**
 * Marks as unread, or as read if all are unread already. An open message that is not among the rows counts as read.
 */
export function toggleTargetsRead(): void {
  const ids = targetIds();
  const idSet = new Set(ids);
  const rows = inboxStore.get().rows.filter((row) => idSet.has(row.id));
  void setRead(ids, rows.length > 0 && rows.every((row) => !row.read));
}

/** Marks all messages, or all matches of the search, as read. Offers to undo it if the unread ones are loaded. */
export async function markAllRead(): Promise<void> {
  const { query, rows, unread, matchedUnread } = inboxStore.get();
  const ids = rows.flatMap(({ id, read }) => (read ? [] : [id]));
  const count = query === "" ? unread : matchedUnread;
  try {
    await client.markMessages({ query: { q: query === "" ? undefined : query }, body: { read: true } });
  } catch (reason) {
    showToast(`Could not change the read state: ${describeError(reason)}`, { kind: "error" });
    return;
  }
  if (count === 0) return;
  const canUndo = ids.length === count && count <= MAX_IDS_PER_REQUEST;
  showToast(
    `Marked ${formatAmount(count, "message")} as read`,
    canUndo ? { action: { label: "Undo", run: () => void markUnread(ids) } } : {},
  );
}

async function markUnread(ids: readonly string[]): Promise<void> {
  try {
    await client.markSelectedMessages({ body: { ids: [...ids], read: false } });
  } catch (reason) {
    showToast(`Could not change the read state: ${describeError(reason)}`, { kind: "error" });
  }
}

/** A query that matches every message: an undoable deletion requires ids or a query. */
const EVERY_MESSAGE = "is:read OR is:unread";

/** Deletes all messages, or all matches of the search, and offers to undo it. */
export async function deleteAll(): Promise<void> {
  const { query } = inboxStore.get();
  try {
    await deleteWithUndo({ q: query === "" ? EVERY_MESSAGE : query });
    if (currentRoute().id !== null) navigate(routeTo({}), "replace");
  } catch (reason) {
    showToast(`The messages could not be deleted: ${describeError(reason)}`, { kind: "error" });
  }
}
