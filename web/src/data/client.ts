import { createClient, ProblemError } from "@mailglass/shared/client";

/** All that the page knows of the server goes through here. The server is below `<base href>`. */
export const client = createClient();

/** The path that the page stands below; ends with a slash. */
export const BASE_PATH = client.url.pathname;

/** What went wrong, for people. */
export function describeError(reason: unknown): string {
  if (reason instanceof ProblemError) return reason.message;
  if (reason instanceof TypeError) return "The server does not answer.";
  return reason instanceof Error ? reason.message : String(reason);
}
