import type { AnyJob, Job } from "../../mail/worker/job.ts";
import type { Search } from "./search-source.ts";

/** Whether a search finds the source of a message. */
export const searchJob: Job<Search, boolean> = {
  name: "mailhog/search",
  maxDirectBytes: -1,
  load: async () => {
    const [{ isInSource }, { Reading }, { MAX_TEXT }] = await Promise.all([
      import("./search-source.ts"),
      import("../../mail/reading.ts"),
      import("../../mail/search-index.ts"),
    ]);
    return (mail, search) => isInSource(new Reading(mail, MAX_TEXT), search);
  },
};

/** The jobs of MailHog's API. */
export const jobs: readonly AnyJob[] = [searchJob];
