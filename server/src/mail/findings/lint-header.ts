import { COLON } from "../ascii.ts";
import type { FieldRange } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import type { LeadIn } from "../header-lead-in.ts";
import { nextLineStart } from "../header-line.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import type { FindingCode } from "./finding-table.ts";
import { lintDisplacedFields } from "./lint-displaced-fields.ts";
import { lintEightBitHeaders } from "./lint-eight-bit-headers.ts";
import { lintInjectedFields } from "./lint-injected-fields.ts";
import { lintPartHeaders } from "./lint-part-headers.ts";
import { isSingleField } from "./single-fields.ts";

/** The finding for each kind of bytes before the header. */
const LEAD_IN_FINDINGS = {
  "byte order mark": "byte-order-mark",
  "blank line": "blank-line-before-header",
  "mbox line": "mbox-line",
  indentation: "first-field-indented",
} as const satisfies Record<LeadIn["kind"], FindingCode>;

/** Checks the syntax of the header block, regardless of the fields' values. */
export function lintHeader(parsed: ParsedMail, found: FindingList): void {
  const { raw, header } = parsed;
  for (const { kind, ...range } of header.leadIn) found.add(LEAD_IN_FINDINGS[kind], range);
  lintDisplacedFields(parsed, found);
  if (header.fields.length === 0) {
    found.add("header-missing", { start: 0, end: nextLineStart(raw, 0, raw.length) });
    return;
  }
  if (header.endedBy === "line")
    found.add("blank-line-missing", { start: header.bodyStart, end: nextLineStart(raw, header.bodyStart, raw.length) });
  for (const line of header.strayLines) found.add("header-line-without-colon", line);
  lintInjectedFields(parsed, found);
  lintRepeatedFields(header.fields, found);
  for (const field of header.fields) {
    if (raw[field.start + field.name.length] !== COLON) found.add("blank-before-colon", field, field.name);
  }
  const returnPath = findField(header, "return-path");
  if (returnPath !== undefined) found.add("return-path-present", returnPath);
  lintEightBitHeaders(parsed, found);
  lintPartHeaders(parsed, found);
}

/** Fields of lists that may occur only once (RFC 2369 §2, RFC 2919 §2, RFC 8058 §3.1). */
const SINGLE_LIST_FIELD = /^list-(?:id|unsubscribe|unsubscribe-post)$/;

function lintRepeatedFields(fields: readonly FieldRange[], found: FindingList): void {
  const seen = new Set<string>();
  for (const field of fields) {
    if (!isSingleField(field.key) && !SINGLE_LIST_FIELD.test(field.key)) continue;
    if (seen.has(field.key)) found.add("field-repeated", field, field.name);
    seen.add(field.key);
  }
}
