import type { Finding, FindingCounts } from "@mailglass/shared";
import { findInBody } from "./findings/body-findings.ts";
import { findInFields } from "./findings/field-findings.ts";
import { FindingList } from "./findings/finding-list.ts";
import { findInHeader } from "./findings/header-findings.ts";
import { findInLines } from "./findings/line-findings.ts";
import { type Mail, view } from "./mail.ts";
import { type Reading, reading } from "./reading.ts";

/** Bytes of one message in which findings are looked for. */
const MAX_SOURCE = 64 * 1024 * 1024;

/** What a stricter server or a mail client would object to in the message's own bytes. What the wire showed comes with the message. */
export const findings: (mail: Mail) => readonly Finding[] = view((mail) => readFindings(reading(mail)));

/** The same for a mail that is being read; looks no further than the reading does. */
export function readFindings(read: Reading): Finding[] {
  const found = new FindingList();
  findInLines(read.raw, Math.min(read.limit, MAX_SOURCE), found);
  findInHeader(read, found);
  findInFields(read, found);
  findInBody(read, found);
  return found.all();
}

/** How many kinds of findings there are of each severity. */
export function countFindings(found: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of found) counts[severity]++;
  return counts;
}
