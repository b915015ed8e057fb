import { client, explain } from "../app/client.ts";
import { askPage, pageRead } from "../app/live.ts";
import { currentRoute, go, routeTo } from "../app/router.ts";
import { inbox } from "../app/stores.ts";
import { formatAmount } from "../model/format.ts";
import { holeIn, runAround } from "../model/gap.ts";
import { indexOf } from "../model/inbox.ts";
import { say } from "../ui/toast.ts";
import { deleteLater } from "./deletion.ts";
import { focusList } from "./focus-list.ts";
import { inTurns } from "./in-turns.ts";
import { extended, type PickedRange } from "./range.ts";

/** Opens a message in the room that the last one was seen in. */
export function openMessage(id: string, how: "push" | "replace" = "push"): void {
  const { room, tab } = currentRoute();
  inbox.dispatch({ type: "pointed", id });
  go(routeTo({ id, tab: room === "messages" ? tab : null }), how);
}

/** Moves the cursor by so many rows; an open message gives way to the one that is moved to. */
export function moveCursor(by: number): void {
  const { rows } = inbox.get();
  const { id, room } = currentRoute();
  const from = indexOf(inbox.get(), inbox.get().cursor ?? id);
  // What is not here yet is read as the cursor comes near to it; it is not jumped over.
  const run = runAround(Math.max(0, from), rows, holeIn(inbox.get()));
  const to = from < 0 ? 0 : Math.min(run.to - 1, Math.max(run.from, from + by));
  const row = rows[to];
  if (!row) return;
  if (room === "messages" && id !== null) return openMessage(row.id, "replace");
  inbox.dispatch({ type: "pointed", id: row.id });
  focusList();
}

export function openCursor(): void {
  const { cursor } = inbox.get();
  if (cursor !== null) openMessage(cursor);
}

/** Esc: lets go of what is picked, else closes the message, else ends the search. */
export function back(): void {
  const route = currentRoute();
  if (inbox.get().picked.size > 0) inbox.dispatch({ type: "picked", ids: [] });
  else if (route.id !== null) close();
  else if (route.room !== "messages" || route.q !== "") go(routeTo({ q: "" }));
}

/** Closes what is open, whatever is picked. */
export function close(): void {
  go(routeTo({ room: currentRoute().room }));
}

export function togglePick(id: string | null): void {
  if (id === null) return;
  const picked = new Set(inbox.get().picked);
  if (!picked.delete(id)) picked.add(id);
  range = null;
  inbox.dispatch({ type: "picked", ids: [...picked] });
  inbox.dispatch({ type: "pointed", id });
}

/** The rows of the last shift-click. */
let range: PickedRange | null = null;

/** Picks everything from the cursor to this row, its last range drawn anew; what was not read between is read first. */
export async function pickTo(id: string): Promise<void> {
  if (!(await closeGap(id))) return;
  const now = inbox.get();
  const to = indexOf(now, id);
  const from = Math.max(0, indexOf(now, now.cursor));
  const rows = now.rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  const next = { anchor: now.cursor, ids: rows.map((row) => row.id) };
  inbox.dispatch({ type: "picked", ids: extended(now.picked, range, next) });
  range = next;
}

/** Picks all rows that have been read; the bar says when there are more. */
export function pickAll(): void {
  range = null;
  inbox.dispatch({ type: "picked", ids: inbox.get().rows.map((row) => row.id) });
  focusList();
}

/** Reads what is missing between the cursor and this row; false where it cannot be had, or the row is gone. */
async function closeGap(id: string): Promise<boolean> {
  for (;;) {
    // A page may be on its way from elsewhere, and not be the one that is wanted.
    await pageRead();
    const now = inbox.get();
    const { at } = holeIn(now);
    const [a, b] = [indexOf(now, id), Math.max(0, indexOf(now, now.cursor))];
    if (a < 0) return false;
    if (now.gap === null || a < at === b < at) return true;
    await askPage(Math.max(0, at - 1));
    if (inbox.get().gap === now.gap) return false;
  }
}

/** What the keys act on: the picked rows, else the open message, else the row under the cursor. */
export function chosenIds(): string[] {
  const { picked, cursor } = inbox.get();
  if (picked.size > 0) return [...picked];
  const id = currentRoute().room === "messages" ? (currentRoute().id ?? cursor) : null;
  return id === null ? [] : [id];
}

export function deleteChosen(): void {
  deleteMessages(chosenIds());
}

/** Deletes these, with the time of a notice to think better of it; an open message gives way to its neighbour. */
export function deleteMessages(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const { id } = currentRoute();
  inbox.dispatch({ type: "pointed", id: id ?? inbox.get().cursor });
  deleteLater(ids);
  if (id === null || !ids.includes(id)) return;
  const { cursor } = inbox.get();
  go(cursor === null ? routeTo({}) : routeTo({ id: cursor, tab: currentRoute().tab }), "replace");
}

/** The marks that are on their way. One after the other: of two requests at once the later may be there first. */
let marking: Promise<unknown> = Promise.resolve();

/** Marks as read or unread, here at once and then there; here anew what could not be marked there. */
export async function mark(ids: readonly string[], read: boolean): Promise<void> {
  const asked = new Set(ids);
  const others = inbox.get().rows.filter((row) => row.read !== read && asked.has(row.id));
  inbox.dispatch({ type: "marked", ids, read });
  const marked = marking.then(() => inTurns(ids, (id) => client.markMessage({ params: { id }, body: { read } })));
  marking = marked;
  const { failed, reason } = await marked;
  if (failed.length === 0) return;
  const undone = new Set(failed);
  inbox.dispatch({ type: "marked", ids: others.flatMap(({ id }) => (undone.has(id) ? [id] : [])), read: !read });
  say(`Could not be marked: ${explain(reason)}`, { kind: "error" });
}

/** Unread, or read where all of it is unread already; what is open and not among the rows was read by that. */
export function toggleRead(): void {
  const ids = chosenIds();
  const chosen = new Set(ids);
  const rows = inbox.get().rows.filter((row) => chosen.has(row.id));
  void mark(ids, rows.length > 0 && rows.every((row) => !row.read));
}

export async function markAllRead(): Promise<void> {
  const { query } = inbox.get();
  try {
    await client.markMessages({ query: { q: query === "" ? undefined : query }, body: { read: true } });
  } catch (reason) {
    say(`Could not be marked: ${explain(reason)}`, { kind: "error" });
  }
}

/** Deletes all, or all that the search finds. This cannot be undone, so it is asked about before. */
export async function deleteAll(): Promise<void> {
  const { query } = inbox.get();
  try {
    const { deleted } = await client.deleteMessages({ query: { q: query === "" ? undefined : query } });
    if (currentRoute().id !== null) go(routeTo({}), "replace");
    say(`${formatAmount(deleted, "message")} deleted`);
  } catch (reason) {
    say(`Nothing was deleted: ${explain(reason)}`, { kind: "error" });
  }
}
