import { createClient, ProblemError } from "@mailglass/shared/client";

/** The API client of the page. The server is below `<base href>`. */
export const client = createClient();

/** Path of the page; ends with a slash. */
export const BASE_PATH = client.url.pathname;

/** Describes an error for the user. */
export function describeError(reason: unknown): string {
  if (reason instanceof ProblemError) return reason.message;
  if (reason instanceof TypeError) return "The server does not answer.";
  return reason instanceof Error ? reason.message : String(reason);
}
