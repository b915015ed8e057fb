import { isUtf8 } from "node:buffer";
import { isKnownCharset } from "../decode-charset.ts";
import { decodeQEncoding } from "../decode-transfer.ts";
import { type FieldRange, MAX_FIELD_VALUE_BYTES, valueBytes } from "../header-block.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { isEnclosed } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";

/** Checks the encoded words in the header of the message and of its parts. */
export function lintEncodedWords({ tree }: ParsedMail, found: FindingList): void {
  for (const entity of tree.entities) {
    if (entity.encodedIn !== null || isEnclosed(entity)) continue;
    if (!entity.source.subarray(entity.start, entity.header.end).includes("=?")) continue;
    for (const field of entity.header.fields) lintField(entity.source, field, found);
  }
}

/** Matches =?charset?B?text?= (RFC 2047 §2), and invalid texts that look like it. */
const ENCODED_WORD = /=\?([^?\s]{1,60})\?([^?\s])\?([^?]*)\?=/g;

function lintField(raw: Buffer, field: FieldRange, found: FindingList): void {
  const value = valueBytes(raw, field, MAX_FIELD_VALUE_BYTES);
  if (!value.includes("=?")) return;
  for (const match of value.toString("latin1").matchAll(ENCODED_WORD)) {
    const [word, charset = "", encoding = "", text = ""] = match;
    const start = field.valueStart + match.index;
    const where = { start, end: start + word.length };
    if (!isDecodableWord(charset.replace(/\*.*/, ""), encoding, text)) found.add("encoded-word-broken", where, word);
    else if (word.length > 75) found.add("encoded-word-too-long", where, `${word.length} characters`);
  }
}

function isDecodableWord(charset: string, encoding: string, text: string): boolean {
  // Blanks and raw bytes above 127 must be encoded.
  if (!isKnownCharset(charset) || /[^!-~]/.test(text)) return false;
  switch (encoding.toUpperCase()) {
    case "B":
      return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && (!isUtf8Name(charset) || isUtf8(Buffer.from(text, "base64")));
    case "Q":
      return !/=(?![0-9A-Fa-f]{2})/.test(text) && (!isUtf8Name(charset) || isUtf8(decodeQEncoding(text)));
    default:
      return false;
  }
}

function isUtf8Name(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}
