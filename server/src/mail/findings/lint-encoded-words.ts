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
  const written = value.toString("latin1");
  let end = 0;
  for (const match of written.matchAll(ENCODED_WORD)) {
    const [word, charset = "", encoding = "", text = ""] = match;
    lintUnfinishedWord(written.slice(end, match.index), field.valueStart + end, found);
    end = match.index + word.length;
    const start = field.valueStart + match.index;
    const where = { start, end: start + word.length };
    if (!isDecodableWord(charset.replace(/\*.*/, ""), encoding, text)) found.add("encoded-word-broken", where, word);
    else if (word.length > 75) found.add("encoded-word-too-long", where, `${word.length} characters`);
    else if (TEXT_FIELDS.has(field.key) && /\S$/.test(written.slice(0, match.index) + written.charAt(end)))
      found.add(
        "encoded-word-broken",
        where,
        `no space around ${word}`,
        "Put a space on both sides of each encoded word",
      );
  }
  lintUnfinishedWord(written.slice(end), field.valueStart + end, found);
}

/** Fields of text, in which blanks separate encoded words from all else (RFC 2047 §5(1)). */
const TEXT_FIELDS = new Set(["subject", "comments", "content-description"]);

/** Finds an encoded word that has no end, in a text between others: a program shortened the value after encoding. */
function lintUnfinishedWord(text: string, offset: number, found: FindingList): void {
  const { 0: word, index } = /=\?[\w-]{2,40}\?[BQ]\?\S*/i.exec(text) ?? { 0: "", index: 0 };
  if (word === "") return;
  const start = offset + index;
  const fix = "Shorten the text before encoding it, and encode each ? of the text";
  found.add("encoded-word-broken", { start, end: start + word.length }, `no end of ${word}`, fix);
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
