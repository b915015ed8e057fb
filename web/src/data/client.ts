import { createClient, ProblemError } from "@mailglass/shared/client";

/** The API client of the page. The server is below `<base href>`. */
export const client = createClient();

/** Path of the page; ends with a slash. */
export const BASE_PATH = client.url.pathname;

/** The messages of Chromium, Firefox, Safari and Vite for a file of the page that cannot be loaded. */
const CODE_NOT_LOADED = /dynamically imported module|importing a module script failed|unable to preload css/i;

/** Returns whether a file of the page could not be loaded. */
export function isCodeNotLoaded(reason: unknown): boolean {
  return reason instanceof Error && CODE_NOT_LOADED.test(reason.message);
}

/** Describes an error for the user. */
export function describeError(reason: unknown): string {
  if (reason instanceof ProblemError) return reason.message;
  if (isCodeNotLoaded(reason))
    return "This part of the page could not be loaded. If Mailglass was updated, reload the page.";
  if (reason instanceof TypeError) return "The server does not answer.";
  return reason instanceof Error ? reason.message : String(reason);
}
