import type { Log } from "../base/log.ts";

/** Logs that a store has begun to fail; with undefined, that it works again. */
export function logStoreFailure(log: Log, failure: string | undefined): void {
  if (failure === undefined) log.info("the store can be written again");
  else log.error(`${failure} Mail is refused with 451 until it can be.`);
}
