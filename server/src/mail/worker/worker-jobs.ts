import type { Readers } from "@mailglass/shared";
import { CONTENT_JOBS } from "./content-jobs.ts";
import { DKIM_JOBS } from "./dkim-jobs.ts";
import { encodeUtf8 } from "./encode-utf8.ts";
import { type AnyJob, type Job, NEVER_DIRECT, SMALL_SOURCE_BYTES } from "./job.ts";
import { refusalJob } from "./refusal-job.ts";
import { SEARCH_JOBS } from "./search-jobs.ts";
import { VIEW_JOBS } from "./view-jobs.ts";

/** The text part in UTF-8; if there is none, the visible text of the HTML. */
export const readableTextJob: Job<null, Uint8Array> = {
  name: "mail/readable-text",
  maxDirectBytes: SMALL_SOURCE_BYTES,
  load: async () => {
    const { readReadableText } = await import("./readable-text.ts");
    return (mail) => encodeUtf8(readReadableText(mail));
  },
};

/** Reads the message with mailparser. It never runs on the main thread: its code is large, and it has no time limit. */
export const readersJob: Job<null, Readers> = {
  name: "mail/readers",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../readers/compare-readers.ts")).compareReaders,
};

/** The HTML check as JSON in UTF-8: `null` if the message has no HTML. */
export const htmlCheckJob: Job<null, Uint8Array> = {
  name: "mail/html-check",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ checkHtml }, { parseMail }] = await Promise.all([
      import("../html-support/check-html.ts"),
      import("../parsed-mail.ts"),
    ]);
    return (mail) => encodeUtf8(JSON.stringify(checkHtml(parseMail(mail))));
  },
};

/** All jobs of the mail module. */
export const MAIL_JOBS: readonly AnyJob[] = [
  readableTextJob,
  readersJob,
  refusalJob,
  htmlCheckJob,
  ...DKIM_JOBS,
  ...CONTENT_JOBS,
  ...SEARCH_JOBS,
  ...VIEW_JOBS,
];
