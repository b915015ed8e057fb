import type { MessageSummary } from "@mailglass/shared";
import { TimeSlice } from "../base/time-slice.ts";
import { SCAN_SLICE_MS } from "./cooperative-scan.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { RingMessage } from "./stored-message.ts";

/** Maximum bytes of JSON for the rows of one response. */
const MAX_ROWS_BYTES = 2 * 1024 * 1024;

/** Builds the next row of a page; undefined if the page is full. */
export type RowBuilder = (message: RingMessage) => MaybePromise<MessageSummary | undefined>;

/** Sizes of rows in bytes of JSON. A cached row is measured once, because that takes as long as writing it. */
export type RowSizes = WeakMap<MessageSummary, number>;

/** Limits the size of the rows in one response. It allows at least one row, so that every request makes progress. */
export function limitRowBytes(
  buildRow: (message: RingMessage) => MaybePromise<MessageSummary>,
  sizes: RowSizes,
): RowBuilder {
  let bytes = 0;
  return (message) =>
    whenReady(buildRow(message), (row) => {
      const size = sizes.get(row) ?? measureRow(row, sizes);
      const isFull = bytes > 0 && bytes + size > MAX_ROWS_BYTES;
      bytes += size;
      return isFull ? undefined : row;
    });
}

function measureRow(row: MessageSummary, sizes: RowSizes): number {
  const size = Buffer.byteLength(JSON.stringify(row));
  sizes.set(row, size);
  return size;
}

/** Builds the rows of these messages in slices. Messages that were removed meanwhile are left out. */
export async function buildRows(
  messages: readonly RingMessage[],
  build: RowBuilder,
): Promise<{ readonly items: MessageSummary[]; readonly isFull: boolean }> {
  const items: MessageSummary[] = [];
  const slice = new TimeSlice(SCAN_SLICE_MS);
  for (const message of messages) {
    if (slice.isOver) await slice.pause();
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
 * Returns where the next page begins, or null at the end.
 *
 * @param availableCount known number of items from the first of the page on
 */
export function nextPageSeq(items: readonly HasSeq[], availableCount: number): number | null {
  return availableCount > items.length ? (items.at(-1)?.seq ?? null) : null;
}
