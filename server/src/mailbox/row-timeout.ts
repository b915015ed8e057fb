import { setTimeout } from "node:timers/promises";

/**
 * How long events and lists wait for the rows of large messages, in ms. A row that is not ready by then shows the message's
 * beginning.
 */
export const ROW_TIMEOUT_MS = 500;

/** Waits until all of these are settled, for at most `timeoutMs`. */
export async function waitAtMost(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeout(timeoutMs, undefined, { ref: false })]);
}
