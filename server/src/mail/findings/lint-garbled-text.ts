import { isUtf8 } from "node:buffer";
import { entityFilename } from "../classify-parts.ts";
import { decodeWordBytes, findEncodedWords } from "../encoded-words.ts";
import { type FieldRange, MAX_FIELD_VALUE_BYTES, valueBytes } from "../header-block.ts";
import { findField } from "../header-fields.ts";
import { createByteLocator } from "../locate-bytes.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { fieldRangeOf } from "./entity-ranges.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";
import { ENCODED_TWICE, MOJIBAKE, REPLACEMENT_CHARACTER } from "./garbled-text.ts";

/** Checks for text that was garbled before it became mail: valid UTF-8 of characters that the author did not write. */
export function lintGarbledBody(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const text = parsed.decodedBytes(entity).toString("latin1");
  const add = (code: "replacement-character" | "encoded-twice" | "mojibake", pattern: RegExp) => {
    const ranges = Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
    }));
    const [first] = ranges;
    if (first === undefined) return;
    const locate = createByteLocator(parsed, entity);
    found.addAll(code, ranges.length, (index) => locate(ranges[index] ?? first), showAround(text, first));
  };
  add("replacement-character", REPLACEMENT_CHARACTER);
  add("encoded-twice", ENCODED_TWICE);
  add("mojibake", MOJIBAKE);
}

/** Characters that are shown on both sides of a garbled one, in bytes. */
const CONTEXT_BYTES = 12;

function showAround(text: string, range: ByteRange): string {
  const around = text.slice(Math.max(0, range.start - CONTEXT_BYTES), range.end + CONTEXT_BYTES);
  // A character that the cut divides is dropped.
  const whole = around.replace(/^[\x80-\xbf]+/, "").replace(/(?:[\xc0-\xdf]|[\xe0-\xef].?|[\xf0-\xf7].{0,2})$/s, "");
  return Buffer.from(whole, "latin1").toString("utf8").replace(/\s+/g, " ").trim();
}

const ADDRESS_FIELDS = ["from", "sender", "reply-to", "to", "cc"];
/** Maximum number of names of a field that are checked. */
const MAX_NAMES = 100;

/** A character reference of HTML. */
const HTML_ENTITY =
  /&(?:amp|quot|apos|lt|gt|nbsp|shy|copy|reg|trade|euro|pound|cent|yen|sect|para|deg|times|middot|bull|hearts|[aeiouy](?:uml|acute|grave|circ)|[ano]tilde|oslash|aring|aelig|[sz]caron|[rl]s?quo|[rl]dquo|[lr]aquo|[bs]dquo|[nm]dash|[lr]arr|hellip|szlig|ccedil|iexcl|iquest|#\d{2,6}|#x[0-9a-f]{2,5});/i;

/** A character in UTF-8 that is still in quoted-printable. */
const QUOTED_CHARACTER = /=(?:C[2-9A-F]|D[0-9A-F])=[89AB][0-9A-F]|=E[0-9A-F]=[89AB][0-9A-F]=[89AB][0-9A-F]/;

/** Text that was encoded for a URL, and is not one: a blank on both sides of a word, or a letter outside ASCII. */
const PERCENT_ENCODED = /(?<![/?]\S{0,200})(?:\w%20\w+%20\w|%C3%[89AB][0-9A-F])/i;

/** Checks the subject and the names for text that was garbled, or encoded for something else than mail. */
export function lintGarbledHeader(parsed: ParsedMail, found: FindingList): void {
  const subject = findField(parsed.header, "subject");
  if (subject !== undefined) {
    const text = parsed.decodedField("subject");
    const isTwice = findEncodedWords(text).length > 0 || QUOTED_CHARACTER.test(text) || PERCENT_ENCODED.test(text);
    if (isTwice || isEncodedTwice(text)) found.add("subject-encoded-twice", subject, text);
    if (matches(MOJIBAKE, text) && isValid(parsed.raw, subject)) found.add("mojibake", subject, text);
    if (HTML_ENTITY.test(text)) found.add("entity-in-header", subject, text);
    if (hasWrittenReplacement(parsed.raw, subject, text)) found.add("replacement-character", subject, text);
  }
  for (const key of ADDRESS_FIELDS) {
    const field = findField(parsed.header, key);
    if (field === undefined) continue;
    // A reference ends with a semicolon, which is read as the end of an address.
    if (
      valueBytes(parsed.raw, field, MAX_FIELD_VALUE_BYTES).includes("&") &&
      HTML_ENTITY.test(parsed.decodedField(key))
    )
      found.add("entity-in-header", field, parsed.decodedField(key));
    for (const { name } of parsed.addresses(key).slice(0, MAX_NAMES)) {
      const [word] = findEncodedWords(name);
      // A word that is in the source as it is was not encoded twice: it cannot be decoded, or is in quotation marks.
      if (word !== undefined && !isWritten(parsed.raw, field, name.slice(word.start, word.end)))
        found.add("subject-encoded-twice", field, name);
      if (hasWrittenReplacement(parsed.raw, field, name)) found.add("replacement-character", field, name);
      const isTwice = isEncodedTwice(name);
      const isMojibake = matches(MOJIBAKE, name);
      if ((!isTwice && !isMojibake) || !isValid(parsed.raw, field)) continue;
      if (isTwice) found.add("encoded-twice", field, name);
      if (isMojibake) found.add("mojibake", field, name);
    }
  }
}

/** Checks the names of files for text that was garbled, and for character references of HTML. */
export function lintFileNames({ content }: ParsedMail, found: FindingList): void {
  for (const { entity } of content.attached) {
    const name = entityFilename(entity);
    if (name === null) continue;
    const place = fieldRangeOf(entity, "content-disposition");
    if (HTML_ENTITY.test(name)) found.add("entity-in-header", place, name);
    if (matches(MOJIBAKE, name) && isUtf8(entity.source.subarray(entity.start, entity.header.end)))
      found.add("mojibake", place, name);
  }
}

/** Whether a text is in the source of a field as it is. */
const isWritten = (raw: Buffer, field: FieldRange, text: string): boolean =>
  valueBytes(raw, field, MAX_FIELD_VALUE_BYTES).includes(text);

/** Whether U+FFFD is in the source of a text. A reader also shows it for bytes that it cannot decode. */
function hasWrittenReplacement(raw: Buffer, field: FieldRange, text: string): boolean {
  if (!text.includes("\ufffd")) return false;
  const value = valueBytes(raw, field, MAX_FIELD_VALUE_BYTES);
  return (
    value.includes("\ufffd") ||
    findEncodedWords(value.toString("latin1")).some((word) => decodeWordBytes(word).includes("\ufffd"))
  );
}

/** Whether the bytes of a field are ASCII or UTF-8. The text of other bytes is a guess, which has a finding of its own. */
function isValid(raw: Buffer, field: FieldRange): boolean {
  return isUtf8(valueBytes(raw, field, MAX_FIELD_VALUE_BYTES));
}

function isEncodedTwice(text: string): boolean {
  return matches(ENCODED_TWICE, text);
}

function matches(pattern: RegExp, text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- nearly all texts are ASCII
  return !/^[\x00-\x7f]*$/.test(text) && Buffer.from(text).toString("latin1").search(pattern) >= 0;
}
