import type { Rejections } from "./provider.ts";
import type { RequestProblem } from "./provider-error.ts";
import { isWhollyRejected } from "./rejection.ts";
import type { RequestFields } from "./request-fields.ts";
import type { Submission } from "./submission.ts";

/** What was read of a batch: the messages to send, and what the provider reports of each part, in their order. */
export interface Batch<Result> {
  readonly submissions: readonly Submission[];
  readonly results: readonly Result[];
  /** Returns what the provider reports of each part if it rejects recipients. */
  readonly listRejected: (rejections: Rejections) => readonly Result[];
}

/** A part that can be sent. */
interface BatchItem<Result> {
  readonly submission: Submission;
  /** What the provider reports once it is sent. */
  readonly result: Result;
  /** Returns what it reports if it rejects some of the recipients; `result` if it does not say so. */
  readonly partlyRejected?: (addresses: readonly string[]) => Result;
}

/** What the provider reports of a part that it does not send. */
interface BatchFailures<Result> {
  readonly invalid: (problems: readonly RequestProblem[]) => Result;
  /** All recipients are rejected. */
  readonly rejected: (addresses: readonly string[]) => Result;
}

/** Reads the parts of a batch, for providers that report each message by itself: one that is not valid fails alone. */
export function readBatch<Result>(
  parts: readonly RequestFields[],
  read: (part: RequestFields) => BatchItem<Result>,
  failures: BatchFailures<Result>,
): Batch<Result> {
  const sent: BatchItem<Result>[] = [];
  const outcomes = parts.map((part) => {
    const item = read(part);
    const problems = part.takeProblems();
    if (problems.length > 0) return { failed: failures.invalid(problems) };
    return { index: sent.push(item) - 1, item };
  });
  const listRejected = (rejections: Rejections) =>
    outcomes.map((outcome) => {
      if (outcome.item === undefined) return outcome.failed;
      const { submission, result, partlyRejected } = outcome.item;
      const addresses = rejections[outcome.index] ?? [];
      if (addresses.length === 0) return result;
      if (isWhollyRejected(submission, addresses)) return failures.rejected(addresses);
      return partlyRejected?.(addresses) ?? result;
    });
  return { submissions: sent.map(({ submission }) => submission), results: listRejected([]), listRejected };
}
