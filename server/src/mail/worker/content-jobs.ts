import type { Comparison, MessageContent } from "@mailglass/shared";
import { type AnyJob, type Job, type JobSource, NEVER_DIRECT } from "./job.ts";

/** Reads calendars, reports, signatures and winmail.dat. Never on the main thread: the code of its libraries is large. */
export const contentJob: Job<null, MessageContent> = {
  name: "mail/content",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../content/read-content.ts")).readContent,
};

/** Compares two messages. Its source is that of `createPairSource`, and `split` the size of the first message. */
export const compareJob: Job<{ readonly split: number }, Comparison> = {
  name: "mail/compare",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../compare/compare-mails.ts")).compareMailPair,
};

/** Returns a source with the bytes of two messages, one after the other: a job has one source. */
export function createPairSource(first: JobSource, second: JobSource): JobSource {
  const chunks = () => [...first.chunks(), ...second.chunks()];
  const { envelope } = first;
  return {
    // A message's id has only letters and digits.
    id: `${first.id}+${second.id}`,
    size: first.size + second.size,
    envelope,
    chunks,
    mail: () => {
      const raw = Buffer.concat(chunks());
      return { raw: () => raw, envelope };
    },
  };
}

export const CONTENT_JOBS: readonly AnyJob[] = [contentJob, compareJob];
