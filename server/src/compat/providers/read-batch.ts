import type { RequestProblem } from "./provider-error.ts";
import type { RequestFields } from "./request-fields.ts";
import type { Submission } from "./submission.ts";

/** What was read of a batch: the messages to send, and what the provider reports of each part, in their order. */
export interface Batch<Result> {
  readonly submissions: readonly Submission[];
  readonly results: readonly Result[];
}

/**
 * Reads the parts of a batch, for providers that report each message by itself: one that is not valid fails alone.
 *
 * @param read reads a part; returns the message, and what the provider reports once it is sent
 * @param fail returns what the provider reports of a part with problems
 */
export function readBatch<Result>(
  parts: readonly RequestFields[],
  read: (part: RequestFields) => { readonly submission: Submission; readonly result: Result },
  fail: (problems: readonly RequestProblem[]) => Result,
): Batch<Result> {
  const submissions: Submission[] = [];
  const results = parts.map((part) => {
    const { submission, result } = read(part);
    const problems = part.takeProblems();
    if (problems.length > 0) return fail(problems);
    submissions.push(submission);
    return result;
  });
  return { submissions, results };
}
