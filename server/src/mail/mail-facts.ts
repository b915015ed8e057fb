import type { FindingCounts } from "@mailglass/shared";
import { createHeaderIndex, type HeaderIndex } from "./header-index.ts";
import { countBySeverity, lintForRow } from "./lint-mail.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { type ContentIndex, createContentIndex } from "./search-index.ts";
import { type MailSummary, summarizeMail } from "./summarize-mail.ts";

/** The data of a mail that a row shows. */
export interface RowFacts {
  readonly summary: MailSummary;
  /** Findings in the source, without wire findings. */
  readonly findingCounts: FindingCounts;
}

/** The data of a mail that rows and searches need. */
export interface MailFacts extends RowFacts {
  readonly headerIndex: HeaderIndex;
  readonly contentIndex: ContentIndex;
}

export function readRowFacts(parsed: ParsedMail): RowFacts {
  return { summary: summarizeMail(parsed), findingCounts: countBySeverity(lintForRow(parsed)) };
}

export function readMailFacts(parsed: ParsedMail): MailFacts {
  return {
    ...readRowFacts(parsed),
    headerIndex: createHeaderIndex(parsed),
    contentIndex: createContentIndex(parsed),
  };
}
