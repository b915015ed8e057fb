import type { FindingCounts } from "@mailglass/shared";
import { countBySeverity, lintParsedMail } from "./lint-mail.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { createSearchIndex, type SearchIndex } from "./search-index.ts";
import { type MailSummary, summarizeMail } from "./summarize-mail.ts";

/** What a row shows of a mail. */
export interface RowFacts {
  readonly summary: MailSummary;
  /** Of the source; what the wire showed is not among them. */
  readonly findingCounts: FindingCounts;
}

/** What rows and searches need of a mail. */
export interface MailFacts extends RowFacts {
  readonly index: SearchIndex;
}

export function readRowFacts(parsed: ParsedMail): RowFacts {
  return { summary: summarizeMail(parsed), findingCounts: countBySeverity(lintParsedMail(parsed)) };
}

export function readMailFacts(parsed: ParsedMail): MailFacts {
  return { ...readRowFacts(parsed), index: createSearchIndex(parsed) };
}
