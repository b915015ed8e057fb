import type { MessageSummary } from "@mailglass/shared";
import { client } from "./client.ts";
import { inboxStore } from "./stores.ts";

/*
 * Rows that the server delivered as `partial`, because it had not read the message in time, are requested again until they are
 * complete. The server reports no event when that happens. A message that it cannot read stays partial, so the requests end.
 */

/** Milliseconds until the first request. Each further one takes twice as long. */
const FIRST_DELAY_MS = 1_000;
/** The last request is sent after about a minute. */
const MAX_ATTEMPTS = 6;
/** Maximum number of rows that are requested again at the same time. */
const MAX_PENDING_ROWS = 50;

/** `seq` of each row, by id. */
const pendingRows = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;
let attempt = 0;
let isRequesting = false;

/** Requests the partial ones of these rows again, and updates them in the list. */
export function completeRows(rows: readonly MessageSummary[]): void {
  for (const { id, seq, partial } of rows) {
    if (!partial || pendingRows.has(id) || pendingRows.size >= MAX_PENDING_ROWS) continue;
    pendingRows.set(id, seq);
    attempt = 0;
    scheduleRequests();
  }
}

/** Requests that are running schedule the next ones when they are done. */
function scheduleRequests(): void {
  if (isRequesting) return;
  clearTimeout(timer);
  timer = setTimeout(() => void requestRows(), FIRST_DELAY_MS * 2 ** attempt);
}

async function requestRows(): Promise<void> {
  attempt++;
  isRequesting = true;
  // One after the other: each request may wait for the server to read the message.
  for (const [id, seq] of pendingRows) {
    const list = await client.listMessages({ query: { before: seq + 1, limit: 1 } }).catch(() => null);
    if (list === null) continue;
    const row = list.items.find((item) => item.id === id);
    if (row?.partial !== true) pendingRows.delete(id);
    if (row?.partial === false) inboxStore.dispatch({ type: "row-completed", row });
  }
  isRequesting = false;
  if (attempt >= MAX_ATTEMPTS) pendingRows.clear();
  if (pendingRows.size > 0) scheduleRequests();
}
