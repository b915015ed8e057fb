import { setImmediate } from "node:timers/promises";
import type { MessageSummary } from "@mailglass/shared";
import { SCAN_SLICE_MS } from "./cooperative-scan.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { RingMessage } from "./stored-message.ts";

/** Bytes of JSON that the rows of one answer may come to. */
const MAX_ROWS_BYTES = 2 * 1024 * 1024;

/** Makes the next row of a page; undefined where the page is full. */
export type RowBuilder = (message: RingMessage) => MaybePromise<MessageSummary | undefined>;

/** Bounds the rows of one answer. There is one row in any case, or nobody would come past it. */
export function limitRowBytes(buildRow: (message: RingMessage) => MaybePromise<MessageSummary>): RowBuilder {
  let bytes = 0;
  return (message) =>
    whenReady(buildRow(message), (row) => {
      const size = Buffer.byteLength(JSON.stringify(row));
      const isFull = bytes > 0 && bytes + size > MAX_ROWS_BYTES;
      bytes += size;
      return isFull ? undefined : row;
    });
}

/** The rows of these messages, made in slices; messages that are gone by their turn are left out. */
export async function buildRows(
  messages: readonly RingMessage[],
  build: RowBuilder,
): Promise<{ readonly items: MessageSummary[]; readonly isFull: boolean }> {
  const items: MessageSummary[] = [];
  let end = performance.now() + SCAN_SLICE_MS;
  for (const message of messages) {
    if (performance.now() > end) {
      await setImmediate();
      end = performance.now() + SCAN_SLICE_MS;
    }
    if (!message.isReadable && !message.hasRow()) continue;
    const built = build(message);
    const row = built instanceof Promise ? await built : built;
    if (row === undefined) return { items, isFull: true };
    items.push(row);
  }
  return { items, isFull: false };
}

export interface HasSeq {
  readonly seq: number;
}

/**
 * Where the next page begins, or null.
 *
 * @param availableCount how many there are from the first of the page on, as far as that is known
 */
export function nextPageSeq(items: readonly HasSeq[], availableCount: number): number | null {
  return availableCount > items.length ? (items.at(-1)?.seq ?? null) : null;
}
