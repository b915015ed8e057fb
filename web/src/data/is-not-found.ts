import { ProblemError } from "@mailglass/shared/client";

/** Whether a request failed since the server does not hold what it was about, or no longer. */
export function isNotFoundError(reason: unknown): boolean {
  return reason instanceof ProblemError && reason.status === 404;
}
