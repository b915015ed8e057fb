import { isNotFoundError } from "./is-not-found.ts";

/** Requests at once at most: a browser gives up thousands. */
const BATCH_SIZE = 100;

/** What could not be done, and why. */
interface BatchResult {
  readonly failed: readonly string[];
  readonly reason: unknown;
}

/**
 * Asks for each of these messages, a hundred at a time. One that has gone meanwhile has not failed: the list will hear of
 * it. After a turn in which something failed the rest is not asked for, and has failed with it.
 */
export async function runInBatches(
  ids: readonly string[],
  run: (id: string) => Promise<unknown>,
): Promise<BatchResult> {
  for (let at = 0; at < ids.length; at += BATCH_SIZE) {
    const batch = ids.slice(at, at + BATCH_SIZE);
    const results = await Promise.allSettled(batch.map(run));
    const failures = results.map((answer) =>
      answer.status === "rejected" && !isNotFoundError(answer.reason) ? answer : null,
    );
    const firstFailure = failures.find((reason) => reason !== null);
    if (firstFailure === undefined) continue;
    const failed = batch.filter((_, index) => failures[index] !== null);
    return { failed: [...failed, ...ids.slice(at + BATCH_SIZE)], reason: firstFailure?.reason };
  }
  return { failed: [], reason: null };
}
