import { isAscii, isUtf8 } from "node:buffer";
import { COLON, CR, LF } from "../ascii.ts";
import { type FieldRange, scanHeaderBlock } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import type { LeadIn } from "../header-lead-in.ts";
import { type Entity, isMessage } from "../mime-entity.ts";
import { isDelimiterLine } from "../open-multiparts.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";
import type { FindingCode } from "./finding-table.ts";

/** Fields that may occur only once (RFC 5322 §3.6, RFC 2045 §3). */
const SINGLE_FIELDS = new Set([
  "date",
  "from",
  "sender",
  "reply-to",
  "to",
  "cc",
  "bcc",
  "message-id",
  "in-reply-to",
  "references",
  "subject",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
]);

/** Fields with lists of field names. Their folded lines look like fields. */
const FIELD_LIST_NAME = /signature|seal/;

/** The finding for each kind of bytes before the header. */
const LEAD_IN_FINDINGS = {
  "byte order mark": "byte-order-mark",
  "blank line": "blank-line-before-header",
  "mbox line": "mbox-line",
  indentation: "first-field-indented",
} as const satisfies Record<LeadIn["kind"], FindingCode>;

/** Maximum bytes that are searched for misplaced fields. */
const MAX_SEARCH_BYTES = 64 * 1024;

/** Checks the syntax of the header block, regardless of the fields' values. */
export function lintHeader({ raw, header, envelope, tree }: ParsedMail, found: FindingList): void {
  // An enclosed message begins with its own header.
  if (!isMessage(tree.root)) lintFieldsInBody(raw, tree.root, found);
  for (const { kind, ...range } of header.leadIn) found.add(LEAD_IN_FINDINGS[kind], range);
  if (header.fields.length === 0) {
    found.add("header-missing", { start: 0, end: lineEnd(raw, 0) });
    return;
  }
  if (header.endedBy === "line")
    found.add("blank-line-missing", { start: header.bodyStart, end: lineEnd(raw, header.bodyStart) });
  for (const line of header.strayLines) found.add("header-line-without-colon", line);
  lintRepeatedFields(header.fields, found);
  lintFoldedFields(raw, header.fields, found);
  for (const field of header.fields) {
    if (raw[field.start + field.name.length] !== COLON) found.add("blank-before-colon", field, field.name);
  }
  const returnPath = findField(header, "return-path");
  if (returnPath !== undefined) found.add("return-path-present", returnPath);
  const block = raw.subarray(0, header.end);
  if (isAscii(block)) return;
  const asked = envelope.from.parameters.some(({ keyword }) => keyword.toUpperCase() === "SMTPUTF8");
  if (!isUtf8(block)) addEightBitFindings("header-not-utf8", raw, header.fields, found);
  else if (!asked) addEightBitFindings("eight-bit-header", raw, header.fields, found);
}

function lintRepeatedFields(fields: readonly FieldRange[], found: FindingList): void {
  const seen = new Set<string>();
  for (const field of fields) {
    if (!SINGLE_FIELDS.has(field.key)) continue;
    if (seen.has(field.key)) found.add("field-repeated", field, field.name);
    seen.add(field.key);
  }
}

/** Whether the header lacks a field with this name that a message should have. */
function isMissingField(key: string, fields: readonly FieldRange[]): boolean {
  return SINGLE_FIELDS.has(key) && !fields.some((field) => field.key === key);
}

/** A forwarded or quoted message also begins like a header, but then the outer message has these fields itself. */
function lintFieldsInBody(raw: Buffer, { header, contentType }: Entity, found: FindingList): void {
  const { endedBy, fields, bodyStart } = header;
  if (endedBy !== "blank line") return;
  let start = bodyStart;
  while (raw[start] === CR || raw[start] === LF) start++;
  const delimiter = Buffer.from(`--${contentType.parameters.get("boundary") ?? ""}`);
  const block = scanHeaderBlock(raw, start, Math.min(raw.length, start + MAX_SEARCH_BYTES), (line) =>
    isDelimiterLine(raw, line, delimiter),
  );
  const lost = block.fields.filter(({ key }) => isMissingField(key, fields));
  if (lost.length === 0 || block.strayLines.length > 0) return;
  found.add("fields-in-body", { start, end: block.end }, lost.map(({ name }) => name).join(", "));
}

function lintFoldedFields(raw: Buffer, fields: readonly FieldRange[], found: FindingList): void {
  for (const { key, valueStart: value, valueEnd } of fields) {
    // Nearly every field is on one line.
    const fold = raw.indexOf(LF, value);
    if (fold < 0 || fold >= valueEnd || FIELD_LIST_NAME.test(key)) continue;
    const text = raw.toString("latin1", value, Math.min(valueEnd, value + MAX_SEARCH_BYTES));
    for (const match of text.matchAll(/\n[ \t]+([a-z-]+):.*/gi)) {
      const [line, name = ""] = match;
      if (!isMissingField(name.toLowerCase(), fields)) continue;
      found.add("field-folded-away", { start: value + match.index + 1, end: value + match.index + line.length }, name);
    }
  }
}

function addEightBitFindings(
  code: "eight-bit-header" | "header-not-utf8",
  raw: Buffer,
  fields: readonly FieldRange[],
  found: FindingList,
): void {
  for (const field of fields) {
    const bytes = raw.subarray(field.start, field.end);
    if (!isAscii(bytes) && (code === "eight-bit-header" || !isUtf8(bytes))) found.add(code, field, field.name);
  }
}

function lineEnd(raw: Buffer, start: number): number {
  const end = raw.indexOf("\n", start);
  return end < 0 ? raw.length : end + 1;
}
