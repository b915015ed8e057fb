import type { Finding, FindingCounts } from "@mailglass/shared";
import { FindingList } from "./findings/finding-list.ts";
import { lintBody } from "./findings/lint-body.ts";
import { lintFields } from "./findings/lint-fields.ts";
import { lintHeader } from "./findings/lint-header.ts";
import { lintLines } from "./findings/lint-lines.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

/** Bytes of one message in which findings are looked for. */
const MAX_SOURCE_BYTES = 64 * 1024 * 1024;

/** What a stricter server or a mail client would object to in the message's own bytes. What the wire showed comes with the message. */
export const lintMail: (mail: Mail) => readonly Finding[] = cacheView((mail) => lintParsedMail(parseMail(mail)));

/** The same for a mail that is being read; looks no further than the reading does. */
export function lintParsedMail(parsed: ParsedMail): Finding[] {
  const list = new FindingList();
  lintLines(parsed.raw, Math.min(parsed.bodyLimitBytes, MAX_SOURCE_BYTES), list);
  lintHeader(parsed, list);
  lintFields(parsed, list);
  lintBody(parsed, list);
  return list.toArray();
}

/** How many kinds of findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
