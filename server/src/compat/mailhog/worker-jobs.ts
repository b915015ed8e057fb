import { type AnyJob, type Job, NEVER_DIRECT } from "../../mail/worker/job.ts";
import type { MailHogSearch } from "./match-search.ts";

/** Returns whether a search matches the source of a message. */
export const searchJob: Job<MailHogSearch, boolean> = {
  name: "mailhog/search",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ matchesSource }, { ParsedMail }, { MAX_SEARCH_TEXT_BYTES }] = await Promise.all([
      import("./match-search.ts"),
      import("../../mail/parsed-mail.ts"),
      import("../../mail/search-index.ts"),
    ]);
    return (mail, search) => matchesSource(new ParsedMail(mail, MAX_SEARCH_TEXT_BYTES), search);
  },
};

/** The jobs of MailHog's API. */
export const jobs: readonly AnyJob[] = [searchJob];
