import type { MailFacts } from "../mail-facts.ts";
import type { TextSignature } from "../text-signature.ts";
import { type AnyJob, type Job, NEVER_DIRECT } from "./job.ts";

/*
 * Jobs that read a large message for rows and searches. They run only for messages that `parseIfCheap` refuses, so none of them
 * ever runs directly.
 */

export const mailFactsJob: Job<null, MailFacts> = {
  name: "mail/facts",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const [{ readMailFacts }, { parseForRow }] = await Promise.all([
      import("../mail-facts.ts"),
      import("../parse-for-row.ts"),
    ]);
    return (mail) => readMailFacts(parseForRow(mail));
  },
};

export const textSignatureJob: Job<null, TextSignature> = {
  name: "mail/text-signature",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../text-signature.ts")).createTextSignature,
};

/** The searchable text. */
export const searchTextJob: Job<null, string> = {
  name: "mail/search-text",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => (await import("../search-index.ts")).extractSearchText,
};

/** The values of all header fields of one name (lower case), folded. */
export const headerValuesJob: Job<{ readonly key: string }, readonly string[]> = {
  name: "mail/header-values",
  maxDirectBytes: NEVER_DIRECT,
  load: async () => {
    const { readFoldedValues } = await import("../search-index.ts");
    return (mail, { key }) => readFoldedValues(mail, key);
  },
};

export const SEARCH_JOBS: readonly AnyJob[] = [mailFactsJob, textSignatureJob, searchTextJob, headerValuesJob];
