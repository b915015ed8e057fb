import type { Code } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { readDecodedValues } from "./header-fields.ts";
import { htmlToText } from "./html-to-text.ts";
import { cacheView, type Mail } from "./mail.ts";

/** Characters of a body in which codes are looked for, and codes that are told. */
const MAX_TEXT_LENGTH = 64 * 1024;
const MAX_HTML_LENGTH = 512 * 1024;
const MAX_CODES = 20;

/**
 * One-time codes: of an OTP-Token field, then those that stand by a word like “code”; where there is none of these,
 * numbers that stand on a line of their own. Each once. The HTML is looked at where the text has none.
 */
export const findCodes: (mail: Mail) => readonly Code[] = cacheView((mail) => {
  const text = (readBodyText(mail) ?? "").slice(0, MAX_TEXT_LENGTH);
  const named = [...findHeaderCodes(mail.raw()), ...findLabelledCodes(text)];
  const found = named.length > 0 ? named : findUnlabelledCodes(text, mail);
  const byValue = new Map<string, Code>();
  for (const code of found) if (!byValue.has(code.value)) byValue.set(code.value, code);
  return [...byValue.values()].slice(0, MAX_CODES);
});

/** Those that the HTML names, else those on lines of their own: of the text, or of the HTML. */
function findUnlabelledCodes(text: string, mail: Mail): Code[] {
  const html = htmlToText((readBodyHtml(mail) ?? "").slice(0, MAX_HTML_LENGTH), MAX_TEXT_LENGTH);
  for (const found of [findLabelledCodes(html), findStandaloneCodes(text)]) if (found.length > 0) return found;
  return findStandaloneCodes(html);
}

function findHeaderCodes(raw: Buffer): Code[] {
  return readDecodedValues(raw, "otp-token")
    .map((value) => /^[^\s,;]{1,64}/.exec(value)?.[0] ?? "")
    .filter((value) => value !== "")
    .map((value) => ({ value, source: "header", label: "OTP-Token" }));
}

/** Digits, in two groups or in one; or capitals and digits, in groups or not, with a digit among them. */
const CODE_PATTERN = String.raw`(?<![\w./#@&=+-])(\d{3}[ -]\d{3}|\d{4,10}|(?=[A-Z-]{0,20}\d)[A-Z0-9]{1,10}(?:-[A-Z0-9]{3,10}){1,3}|(?=[A-Z]{0,10}\d)[A-Z0-9]{4,10})(?![\w/@]|[.,:-]\d|-\w)`;
/** Words that name a code, with up to two words before them. Only here case does not matter, so each letter has both. */
const LABEL_WORDS = "code kode codigo código codice passcode pin otp tan token password passwort einmalkennwort"
  .replace(/\p{L}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)
  .replaceAll(" ", "|");
const LABEL_PATTERN = String.raw`((?:[\p{L}-]{1,30} ){0,2}[\p{L}-]{0,30}(?:${LABEL_WORDS}))(?![\p{L}])`;
const CODE_AFTER_LABEL = new RegExp(String.raw`(?<![\p{L}-])${LABEL_PATTERN}[^\d]{0,60}?${CODE_PATTERN}`, "gu");
const CODE_BEFORE_LABEL = new RegExp(
  String.raw`${CODE_PATTERN} (?:is|ist|est|es|è) (?:your|the|dein|ihr|votre|tu|su|il tuo) ${LABEL_PATTERN}`,
  "gu",
);

const LABEL_WORD = new RegExp(LABEL_WORDS, "g");

/** Counts the words that may stand before a code, up to one more than `limit`. Each costs some microseconds to look behind. */
export function countCodeLabels(text: string, limit: number): number {
  let count = 0;
  for (const _ of text.matchAll(LABEL_WORD)) if (++count > limit) break;
  return count;
}

function findLabelledCodes(text: string): Code[] {
  const after = Array.from(text.matchAll(CODE_AFTER_LABEL), ({ index, 1: label = "", 2: value = "" }) => ({
    index,
    label,
    value,
  }));
  const before = Array.from(text.matchAll(CODE_BEFORE_LABEL), ({ index, 1: value = "", 2: label = "" }) => ({
    index,
    label,
    value,
  }));
  return [...after, ...before]
    .toSorted((a, b) => a.index - b.index)
    .map(({ label, value }) => ({ value: joinDigitGroups(value), source: "labelled", label: label.trim() }));
}

const STANDALONE_CODE = /^[ \t>*_]{0,20}(\d{3}[ -]\d{3}|\d{4,8})[ \t*_]{0,20}\r?$/gm;

function findStandaloneCodes(text: string): Code[] {
  return Array.from(text.matchAll(STANDALONE_CODE), ([, value = ""]) => value)
    .filter((value) => !/^(?:19|20)\d\d$/.test(value))
    .map((value) => ({ value: joinDigitGroups(value), source: "standalone", label: "" }));
}

/** 123 456 is typed as 123456. */
function joinDigitGroups(value: string): string {
  return value.replace(/^(\d{3})[ -](\d{3})$/, "$1$2");
}
