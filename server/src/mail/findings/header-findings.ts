import { isAscii, isUtf8 } from "node:buffer";
import { findField } from "../header.ts";
import type { Field } from "../header-block.ts";
import type { Reading } from "../reading.ts";
import type { FindingList } from "./finding-list.ts";

/** Fields that may stand once (RFC 5322 §3.6, RFC 2045 §3). */
const ONCE = new Set([
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

const COLON = 58;

/** What is wrong with the shape of the header block, whatever its fields mean. */
export function findInHeader({ raw, header, envelope }: Reading, found: FindingList): void {
  if (header.fields.length === 0) {
    found.add("header-missing", { start: 0, end: lineEnd(raw, 0) });
    return;
  }
  if (header.endedBy === "line")
    found.add("blank-line-missing", { start: header.body, end: lineEnd(raw, header.body) });
  for (const line of header.stray)
    found.add(isMboxLine(raw, line.start) ? "mbox-line" : "header-line-without-colon", line);
  findRepeated(header.fields, found);
  for (const field of header.fields) {
    if (raw[field.start + field.name.length] !== COLON) found.add("blank-before-colon", field, field.name);
  }
  const returnPath = findField(header, "return-path");
  if (returnPath !== undefined) found.add("return-path-present", returnPath);
  const block = raw.subarray(0, header.end);
  if (isAscii(block)) return;
  const asked = envelope.from.parameters.some(({ keyword }) => keyword.toUpperCase() === "SMTPUTF8");
  if (!isUtf8(block)) addEightBit("header-not-utf8", raw, header.fields, found);
  else if (!asked) addEightBit("eight-bit-header", raw, header.fields, found);
}

function findRepeated(fields: readonly Field[], found: FindingList): void {
  const seen = new Set<string>();
  for (const field of fields) {
    if (!ONCE.has(field.key)) continue;
    if (seen.has(field.key)) found.add("field-repeated", field, field.name);
    seen.add(field.key);
  }
}

function addEightBit(
  code: "eight-bit-header" | "header-not-utf8",
  raw: Buffer,
  fields: readonly Field[],
  found: FindingList,
): void {
  for (const field of fields) {
    const bytes = raw.subarray(field.start, field.end);
    if (!isAscii(bytes) && (code === "eight-bit-header" || !isUtf8(bytes))) found.add(code, field, field.name);
  }
}

function isMboxLine(raw: Buffer, start: number): boolean {
  return start === 0 && raw.toString("latin1", 0, 5) === "From ";
}

function lineEnd(raw: Buffer, start: number): number {
  const end = raw.indexOf("\n", start);
  return end < 0 ? raw.length : end + 1;
}
