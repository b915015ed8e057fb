import type { Finding, FindingCounts } from "@mailglass/shared";
import { FindingList } from "./findings/finding-list.ts";
import { lintBody } from "./findings/lint-body.ts";
import { lintFields } from "./findings/lint-fields.ts";
import { lintHeader } from "./findings/lint-header.ts";
import { lintLines } from "./findings/lint-lines.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

/** Maximum bytes of a message that are checked. */
const MAX_SOURCE_BYTES = 64 * 1024 * 1024;

/** Finds what a stricter server or a mail client would object to in a message's bytes. The engine adds the wire findings. */
export const lintMail: (mail: Mail) => readonly Finding[] = cacheView((mail) => lintParsedMail(parseMail(mail)));

/** Like `lintMail`, for a mail that may be read only in part. */
export function lintParsedMail(parsed: ParsedMail): Finding[] {
  const list = new FindingList();
  lintLines(parsed.raw, Math.min(parsed.bodyLimitBytes, MAX_SOURCE_BYTES), list);
  lintHeader(parsed, list);
  lintFields(parsed, list);
  lintBody(parsed, list);
  return list.toArray();
}

/** Counts the kinds of findings of each severity. */
export function countBySeverity(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
