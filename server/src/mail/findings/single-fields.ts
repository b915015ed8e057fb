import type { FieldRange } from "../header-block.ts";

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

/** Whether a field with this name (lower case) may occur only once. */
export function isSingleField(key: string): boolean {
  return SINGLE_FIELDS.has(key);
}

/** Whether the header lacks a field with this name that a message should have. */
export function isMissingField(key: string, fields: readonly FieldRange[]): boolean {
  return SINGLE_FIELDS.has(key) && !fields.some((field) => field.key === key);
}
