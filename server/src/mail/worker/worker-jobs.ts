import { encodeUtf8 } from "./encode-utf8.ts";
import { type AnyJob, type Job, SMALL_SOURCE_BYTES } from "./job.ts";
import { SEARCH_JOBS } from "./search-jobs.ts";
import { VIEW_JOBS } from "./view-jobs.ts";

/** The text part in UTF-8; where there is none, what a person would read of the HTML. */
export const readableTextJob: Job<null, Uint8Array> = {
  name: "mail/readable-text",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { readReadableText } = await import("./readable-text.ts");
    return (mail) => encodeUtf8(readReadableText(mail));
  },
};

/** Everything in this folder's code that may run in the worker. */
export const MAIL_JOBS: readonly AnyJob[] = [readableTextJob, ...SEARCH_JOBS, ...VIEW_JOBS];
