import type { FieldRange } from "../header-block.ts";
import type { Canonicalization } from "./parse-signature.ts";

/** Maximum bytes of a header field that are canonicalised. */
const MAX_FIELD_BYTES = 256 * 1024;

/** Canonicalises a header field with its line end (RFC 6376 §3.4.1, §3.4.2). The text has one character per byte. */
export function canonicalizeField(raw: Buffer, field: FieldRange, mode: Canonicalization): string {
  const end = Math.min(field.end, field.start + MAX_FIELD_BYTES);
  const text = raw.toString("latin1", field.start, end).replace(/\r?\n$/, "");
  if (mode === "simple") return `${text.replace(/\r?\n/g, "\r\n")}\r\n`;
  const colon = field.valueStart - 1 - field.start;
  return `${field.key}:${relaxValue(text.slice(colon + 1))}\r\n`;
}

/** Unfolds a value, and reduces each run of blanks to one space. */
function relaxValue(value: string): string {
  return value
    .replace(/\r?\n/g, "")
    .replace(/[ \t]+/g, " ")
    .replace(/^ | $/g, "");
}

/** Canonicalises the DKIM-Signature field itself, as it was signed: without the value of b=, and without a line end. */
export function canonicalizeSignatureField(raw: Buffer, field: FieldRange, mode: Canonicalization): string {
  const text = canonicalizeField(raw, field, mode);
  const colon = text.indexOf(":");
  const value = text.slice(colon + 1, -2).replace(/(^|;)([ \t\r\n]*b[ \t\r\n]*=)[^;]*/, "$1$2");
  return `${text.slice(0, colon + 1)}${mode === "relaxed" ? relaxValue(value) : value}`;
}

/**
 * Returns the fields that h= names, in its order. Of several fields with one name, the last comes first (RFC 6376 §5.4.2). A name
 * without a field that is left contributes nothing.
 */
export function selectSignedFields(fields: readonly FieldRange[], names: readonly string[]): FieldRange[] {
  const byName = Map.groupBy(fields, ({ key }) => key);
  return names.flatMap((name) => byName.get(name)?.pop() ?? []);
}
