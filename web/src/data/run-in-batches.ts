import { isNotFoundError } from "./is-not-found.ts";

/** Maximum parallel requests: a browser fails with thousands. */
const BATCH_SIZE = 100;

/** Failed ids, and the reason. */
interface BatchResult {
  readonly failed: readonly string[];
  readonly reason: unknown;
}

/**
 * Runs a request for each id, BATCH_SIZE at a time. A 404 is not a failure: the list learns of it by an event. After
 * a failing batch, the remaining ids are reported as failed without being sent.
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
