import { type Finding, type FindingCounts, isCountedGroup } from "@mailglass/shared";
import { FindingList } from "./findings/finding-list.ts";
import { lintBody } from "./findings/lint-body.ts";
import { lintBulkMail } from "./findings/lint-bulk-mail.ts";
import { lintContent } from "./findings/lint-content.ts";
import { lintFields } from "./findings/lint-fields.ts";
import { lintHeader } from "./findings/lint-header.ts";
import { lintLines } from "./findings/lint-lines.ts";
import { lintReferences } from "./findings/lint-references.ts";
import { lintSignatures } from "./findings/lint-signatures.ts";
import { lintStructure } from "./findings/lint-structure.ts";
import { lintTemplates } from "./findings/lint-templates.ts";
import { lintTextContent } from "./findings/lint-text-content.ts";
import { cacheView, type Mail } from "./mail.ts";
import { type ParsedMail, parseMail } from "./parsed-mail.ts";

/** Maximum bytes of a message that are checked. */
const MAX_SOURCE_BYTES = 64 * 1024 * 1024;

/** Finds what a stricter server or a mail client would object to in a message, apart from its HTML: `listFindings` adds that. */
export const lintMail: (mail: Mail) => readonly Finding[] = cacheView((mail) => {
  const parsed = parseMail(mail);
  const list = new FindingList();
  lintCountedGroups(parsed, list);
  lintBulkMail(parsed, list);
  return list.toArray();
});

/** Finds what rows count. Unlike `lintMail` it accepts a mail that is read only in part. */
export function lintForRow(parsed: ParsedMail): Finding[] {
  const list = new FindingList();
  lintCountedGroups(parsed, list);
  return list.toArray();
}

function lintCountedGroups(parsed: ParsedMail, list: FindingList): void {
  lintLines(parsed, Math.min(parsed.bodyLimitBytes, MAX_SOURCE_BYTES), list);
  lintHeader(parsed, list);
  lintFields(parsed, list);
  lintBody(parsed, list);
  lintStructure(parsed, list);
  lintReferences(parsed, list);
  lintTemplates(parsed, list);
  lintTextContent(parsed, list);
  lintSignatures(parsed, list);
  lintContent(parsed, list);
}

/** Counts the kinds of findings of each severity, in the groups that rows count. */
export function countBySeverity(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { group, severity } of findings) if (isCountedGroup(group)) counts[severity]++;
  return counts;
}
