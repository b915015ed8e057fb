import type { FindingCounts } from "@mailglass/shared";
import { countFindings, readFindings } from "./findings.ts";
import type { Reading } from "./reading.ts";
import { createSearchIndex, type SearchIndex } from "./search-index.ts";
import { type Digest, digest } from "./summary.ts";

/** What a row shows of a mail. */
export interface RowFacts {
  readonly digest: Digest;
  /** Of the source; what the wire showed is not among them. */
  readonly findingCounts: FindingCounts;
}

/** What rows and searches need of a mail. */
export interface MailFacts extends RowFacts {
  readonly index: SearchIndex;
}

export function readRowFacts(read: Reading): RowFacts {
  return { digest: digest(read), findingCounts: countFindings(readFindings(read)) };
}

export function readMailFacts(read: Reading): MailFacts {
  return { ...readRowFacts(read), index: createSearchIndex(read) };
}
