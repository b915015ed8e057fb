import { TimeSlice } from "../../base/time-slice.ts";
import { sliceChunks } from "../../mail/chunks.ts";
import type { MessageHandle, ThreadEntry } from "../mailbox.ts";

/** Maximum number of messages without a Message-ID whose bytes are compared. */
const MAX_COMPARED_MESSAGES = 200;
/** Bytes that are compared in one step. */
const STEP_BYTES = 1024 * 1024;

/**
 * Finds the oldest message that another one repeats: one with the same Message-ID, or for a message without one, one with the
 * same bytes.
 *
 * @param entries newest first
 */
export async function findDuplicate(
  entries: readonly ThreadEntry[],
  own: ThreadEntry,
): Promise<ThreadEntry | undefined> {
  const older = entries.filter(({ handle, messageId }) => handle.seq < own.handle.seq && messageId === own.messageId);
  if (own.messageId !== "") return older.at(-1);
  const slice = new TimeSlice();
  const candidates = older.filter(({ handle }) => handle.size === own.handle.size).slice(-MAX_COMPARED_MESSAGES);
  for (const candidate of candidates.toReversed()) {
    if (haveSameBytes(candidate.handle, own.handle)) return candidate;
    if (slice.isOver) await slice.pause();
  }
  return undefined;
}

/** Compares two messages of the same size. */
function haveSameBytes(a: MessageHandle, b: MessageHandle): boolean {
  if (!a.firstBytes(STEP_BYTES).equals(b.firstBytes(STEP_BYTES))) return false;
  if (a.size <= STEP_BYTES) return a.isReadable && b.isReadable;
  const [first, second] = [a.open()?.chunks(), b.open()?.chunks()];
  if (first === undefined || second === undefined) return false;
  for (let at = STEP_BYTES; at < a.size; at += STEP_BYTES) {
    const [left, right] = [first, second].map((chunks) => Buffer.concat(sliceChunks(chunks, at, at + STEP_BYTES)));
    if (left === undefined || right === undefined || !left.equals(right)) return false;
  }
  return true;
}
