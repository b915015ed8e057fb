import { setTimeout } from "node:timers/promises";
import type { MaybePromise } from "./maybe-promise.ts";

/**
 * How long events and lists wait for the rows of large messages, in ms. A row that is not ready by then shows the message's
 * beginning.
 */
export const ROW_TIMEOUT_MS = 500;

/** Waits until all of these are settled, for at most `timeoutMs`. */
export async function waitAtMost(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeout(timeoutMs, undefined, { ref: false })]);
}

/** Returns a row that is ready before `deadline` (of `performance.now()`, in ms); otherwise that of `summary`. */
export function rowBefore<Row>(row: MaybePromise<Row>, deadline: number, summary: () => Row): MaybePromise<Row> {
  if (!(row instanceof Promise)) return row;
  return waitAtMost([row], Math.max(0, deadline - performance.now())).then(summary);
}
