import { isAscii, isUtf8 } from "node:buffer";
import { isSevenBitCharset, resolveCharset } from "../charset-names.ts";
import { detectIso2022, trimPartialCharacter } from "../decode-charset.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import { headerRangeOf } from "./entity-ranges.ts";
import type { FindingList } from "./finding-list.ts";
import { lintGarbledBody } from "./lint-garbled-text.ts";

/** Checks whether the bytes of a text are in the charset that it names. */
export function lintText(parsed: ParsedMail, entity: Entity, found: FindingList): void {
  const bytes = parsed.decodedBytes(entity);
  const label = entity.contentType.parameters.get("charset");
  const charset = label === undefined ? undefined : resolveCharset(label);
  if (label !== undefined && charset === undefined) found.add("charset-unknown", headerRangeOf(entity), label);
  if (charset?.isGuessed) found.add("charset-name-guessed", headerRangeOf(entity), `${label} for ${charset.name}`);
  if (isAscii(bytes)) {
    const detected = charset === undefined || charset.name === "us-ascii" ? detectIso2022(bytes) : undefined;
    if (detected !== undefined) found.add("charset-missing", headerRangeOf(entity), `escape sequences of ${detected}`);
    return;
  }
  if (label === undefined) {
    found.add("charset-missing", headerRangeOf(entity), `part ${entity.number}`);
    return;
  }
  const isUtf8Text = isUtf8(trimPartialCharacter(bytes));
  const name = charset?.name ?? "";
  if (isSevenBitCharset(name))
    found.add("charset-mismatch", headerRangeOf(entity), `labelled ${label}, but it has bytes above 127`);
  else if (name === "utf-8" && !isUtf8Text)
    found.add("charset-mismatch", headerRangeOf(entity), "labelled utf-8, but it is not valid UTF-8");
  else if (/^(iso-8859|windows-125|cp|ibm|koi8|mac)/.test(name) && isUtf8Text) {
    found.add("charset-mismatch", headerRangeOf(entity), `labelled ${label}, but it is UTF-8`);
  } else if (/^(?:gb|big5|euc-|shift_jis)/.test(name) && isUtf8Text && UTF8_CHARACTERS.test(bytes.toString("latin1"))) {
    found.add("charset-mismatch", headerRangeOf(entity), `labelled ${label}, but it is UTF-8`);
  } else if (/^(?:koi8|windows-1251)/.test(name) && hasSwappedCase(parsed.decodedText(entity, MAX_CASE_BYTES))) {
    const other = name.startsWith("koi8") ? "windows-1251" : "koi8-r";
    found.add("charset-mismatch", headerRangeOf(entity), `labelled ${label}, but it is probably ${other}`);
  }
  if (isUtf8Text) lintGarbledBody(parsed, entity, found);
}

/** Several characters of three bytes in UTF-8. Text in a Chinese, Japanese or Korean charset is not valid UTF-8, unless it is short. */
const UTF8_CHARACTERS = /(?:[\xe3-\xed][\x80-\xbf]{2}[^\xe3-\xed]{0,20}){4}/;

/** How much of a text is searched for words with the wrong case, in bytes. */
const MAX_CASE_BYTES = 4096;
/** Minimum number of words. */
const MIN_CASE_WORDS = 4;

/** KOI8 and windows-1251 have capitals where the other one has small letters: рЕЙЯР for Текст. */
function hasSwappedCase(text: string): boolean {
  const words = text.match(/[а-яё]{3,}/gi) ?? [];
  if (words.length < MIN_CASE_WORDS || !words.some((word) => /^[а-яё][А-ЯЁ]{2}/.test(word))) return false;
  return words.every((word) => /[А-ЯЁ]{2}$/.test(word));
}
