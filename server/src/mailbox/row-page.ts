import { setImmediate } from "node:timers/promises";
import type { MessageSummary } from "@mailglass/shared";
import { type Eventually, whenReady } from "./eventually.ts";
import type { Stored } from "./stored-message.ts";
import { SLICE } from "./walk.ts";

/** Bytes of JSON that the rows of one answer may come to. */
const MAX_ROWS_BYTES = 2 * 1024 * 1024;

/** Makes the next row of a page; undefined where the page is full. */
export type MakeRow = (message: Stored) => Eventually<MessageSummary | undefined>;

/** Bounds the rows of one answer. There is one row in any case, or nobody would come past it. */
export function boundedRows(rowOf: (message: Stored) => Eventually<MessageSummary>): MakeRow {
  let bytes = 0;
  return (message) =>
    whenReady(rowOf(message), (row) => {
      const size = Buffer.byteLength(JSON.stringify(row));
      const isFull = bytes > 0 && bytes + size > MAX_ROWS_BYTES;
      bytes += size;
      return isFull ? undefined : row;
    });
}

/** The rows of these messages, made in slices; messages that are gone by their turn are left out. */
export async function rowsOf(
  messages: readonly Stored[],
  make: MakeRow,
): Promise<{ readonly items: MessageSummary[]; readonly isFull: boolean }> {
  const items: MessageSummary[] = [];
  let end = performance.now() + SLICE;
  for (const message of messages) {
    if (performance.now() > end) {
      await setImmediate();
      end = performance.now() + SLICE;
    }
    if (!message.isReadable && !message.hasSummary()) continue;
    const made = make(message);
    const row = made instanceof Promise ? await made : made;
    if (row === undefined) return { items, isFull: true };
    items.push(row);
  }
  return { items, isFull: false };
}

export interface Numbered {
  readonly seq: number;
}

/**
 * Where the next page begins, or null.
 *
 * @param there how many there are from the first of the page on, as far as that is known
 */
export function nextOf(items: readonly Numbered[], there: number): number | null {
  return there > items.length ? (items.at(-1)?.seq ?? null) : null;
}
