import { ProblemError } from "@mailglass/shared/client";

/** Returns whether a request failed because the server does not have the resource (any more). */
export function isNotFoundError(reason: unknown): boolean {
  return reason instanceof ProblemError && reason.status === 404;
}
