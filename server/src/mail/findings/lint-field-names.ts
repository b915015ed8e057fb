import type { FieldRange } from "../header-block.ts";
import { valueBytes } from "../header-block.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { findNearField, isOneEditApart, toFieldWord } from "./field-names.ts";
import type { FindingList } from "./finding-list.ts";

/** Fields that have a value if they are present (RFC 5322 §3.6, RFC 2369). Other findings cover an empty From, Date and Message-ID. */
const FIELDS_WITH_VALUE = new Set([
  "to",
  "cc",
  "sender",
  "reply-to",
  "in-reply-to",
  "references",
  "return-path",
  "list-unsubscribe",
  "list-id",
  "content-id",
]);

/** Checks for misspelt names of fields, and for fields without a value. */
export function lintFieldNames({ raw, header }: ParsedMail, found: FindingList): void {
  for (const field of header.fields) {
    if (FIELDS_WITH_VALUE.has(field.key)) {
      const value = valueBytes(raw, field, 200).toString("latin1");
      // The null reverse-path.
      const isNullPath = field.key === "return-path" && value.trim() === "<>";
      if (isEmptyValue(value) && !isNullPath) found.add("field-empty", field, `${field.name}: ${value.trim()}`);
      continue;
    }
    lintName(field, found);
  }
}

function lintName(field: FieldRange, found: FindingList): void {
  if (isMisspeltReplyTo(field.key)) {
    found.add("reply-to-misspelt", field, field.name);
    return;
  }
  const near = findNearField(field.key);
  if (near !== undefined) found.add("field-unknown-near", field, `${field.name}, probably ${near}`, `Write ${near}`);
}

/** What a program prints for a missing value, or nothing. */
const EMPTY = String.raw`\s*(?:undefined|null|none|nil|nan|\[object Object\])?\s*`;
/** An empty value, possibly as an address, with an empty name before it. */
const EMPTY_VALUE = new RegExp(String.raw`^(?:${EMPTY}|(?:"${EMPTY}"\s*|${EMPTY})<${EMPTY}>|[\s,;]+)$`, "i");

/** Maximum length of an empty value without the blanks around it. */
const MAX_EMPTY_LENGTH = 60;

/** Whether a value is empty, or what a program prints for a missing one. */
export function isEmptyValue(value: string): boolean {
  const trimmed = value.trim();
  return trimmed.length <= MAX_EMPTY_LENGTH && EMPTY_VALUE.test(trimmed);
}

/** Whether a name is nearly Reply-To: with other hyphens, with one letter more, less, different or transposed, or with a word more. */
function isMisspeltReplyTo(key: string): boolean {
  if (key.startsWith("x-")) return false;
  const word = toFieldWord(key);
  return REPLY_TO_PARAMETERS.has(word) || isOneEditApart("replyto", word);
}

/** What programs call the address themselves. */
const REPLY_TO_PARAMETERS = new Set(["replytoaddress", "replytoemail", "replyaddress", "replyemail"]);
