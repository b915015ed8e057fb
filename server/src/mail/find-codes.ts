import type { Code } from "@mailglass/shared";
import { readBodyHtml, readBodyText } from "./body-text.ts";
import { readLines } from "./codes/code-lines.ts";
import type { RankedCode } from "./codes/code-points.ts";
import { findLoneCodes, rankNamedCodes } from "./codes/rank-codes.ts";
import { readDecodedStart, readDecodedValues, readHeaderBlock } from "./header-fields.ts";
import { htmlToText } from "./html-to-text.ts";
import { cacheView, type Mail } from "./mail.ts";

/** How much of a subject and of a body is searched for codes, in UTF-16 code units, and how many codes are listed. */
const MAX_SUBJECT_LENGTH = 1_000;
const MAX_TEXT_LENGTH = 32 * 1024;
const MAX_HTML_LENGTH = 256 * 1024;
const MAX_CODES = 20;

/**
 * Finds the one-time codes that a person would see, most likely first, without duplicates. Sources in order: an OTP-Token field;
 * codes named by words such as “verification code” in the subject and text, or else in the HTML; if there are none, a number
 * alone on a line.
 */
export const findCodes: (mail: Mail) => readonly Code[] = cacheView((mail) => {
  const byValue = new Map<string, Code>();
  for (const code of [...findHeaderCodes(mail), ...findBodyCodes(mail)]) {
    if (!byValue.has(code.value)) byValue.set(code.value, code);
  }
  return [...byValue.values()].slice(0, MAX_CODES);
});

function findHeaderCodes(mail: Mail): Code[] {
  return readDecodedValues(mail.raw(), readHeaderBlock(mail), "otp-token")
    .map((value) => /^[^\s,;]{1,64}/.exec(value)?.[0] ?? "")
    .filter((value) => value !== "")
    .map((value) => ({ value, source: "header", label: "OTP-Token" }));
}

function findBodyCodes(mail: Mail): Code[] {
  const subject = readDecodedStart(mail.raw(), readHeaderBlock(mail), "subject", MAX_SUBJECT_LENGTH);
  const text = (readBodyText(mail) ?? "").slice(0, MAX_TEXT_LENGTH);
  const textLines = readLines(`${subject}\n\n${text}`);
  const inText = rankNamedCodes(textLines);
  if (inText.length > 0 && text !== "") return inText.map(toNamedCode);
  const html = htmlToText((readBodyHtml(mail) ?? "").slice(0, MAX_HTML_LENGTH), { limit: MAX_TEXT_LENGTH });
  const htmlLines = html === "" ? [] : readLines(`${subject}\n\n${html}`);
  const named = html === "" ? inText : rankNamedCodes(htmlLines);
  if (named.length > 0) return named.map(toNamedCode);
  const lone = findLoneCodes(textLines);
  return (lone.length > 0 ? lone : findLoneCodes(htmlLines)).map(({ value }) => ({
    value,
    source: "standalone",
    label: "",
  }));
}

function toNamedCode({ value, label }: RankedCode): Code {
  return { value, source: "labelled", label };
}
