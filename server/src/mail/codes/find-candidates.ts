import { foldForLabels } from "./normalize-text.ts";
import { PhraseSet, UNSPACED } from "./phrase-set.ts";
import { CURRENCIES, UNITS } from "./word-table.ts";

/**
 * The shape of a candidate: `digits` is certainly a code if a label names it; `mixed` has at least one digit and one letter;
 * `letters` has only capitals; `year` may be a year or a date.
 */
export type CodeShape = "digits" | "long-digits" | "mixed" | "loose" | "letters" | "year";

export interface Candidate {
  /** The code as typed: groups of digits are joined. */
  readonly value: string;
  readonly shape: CodeShape;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
}

/** Groups of digits (checked below), or letters and digits, which may contain hyphens. */
const TOKEN =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\d_])(?:\d+(?:[ .,:/-]\d+)*(?![A-Za-z0-9_-])|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)/gu;

/** A digit, or only capitals. All other words are rejected by this quick test. */
const MAY_BE_CODE = /\d|^[A-Z-]{4,16}$/;

const escapePattern = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
const AMOUNT_BEFORE = new RegExp(String.raw`(?<!\p{L})(?:${CURRENCIES.map(escapePattern).join("|")}) ?$`, "u");
const UNIT_BEHIND = new PhraseSet<true>().add(UNITS, true);

/** Finds up to `limit` texts in a line that may be codes, in order. */
export function findCandidates(line: string, limit: number): Candidate[] {
  const found: Candidate[] = [];
  for (const { 0: text, index: start } of line.matchAll(TOKEN)) {
    if (found.length >= limit) break;
    if (!MAY_BE_CODE.test(text)) continue;
    const end = start + text.length;
    if (/[A-Za-z]/.test(text)) {
      const shape = shapeOfWord(text);
      if (shape !== undefined && !isPartOfMore(line, start, end)) found.push({ value: text, shape, start, end });
      continue;
    }
    if (isPartOfMore(line, start, end)) continue;
    for (const group of splitDigits(text)) {
      const at = { start: start + group.start, end: start + group.end };
      if (!isAmount(line, at.start, at.end)) found.push({ value: group.value, shape: group.shape, ...at });
    }
  }
  return found.slice(0, limit);
}

interface DigitGroup {
  readonly value: string;
  readonly shape: CodeShape;
  readonly start: number;
  readonly end: number;
}

/** The lengths of groups into which the digits of a code are divided. */
const GROUP_LENGTHS = new Set(["3,3", "4,4", "2,2,2", "3,3,3", "2,2", "2,2,2,2", "3,2", "2,3", "3,4", "4,3"]);

function splitDigits(text: string): DigitGroup[] {
  const groups = text.split(/[ .,:/-]/);
  const separators = new Set(text.match(/[ .,:/-]/g));
  const whole = { start: 0, end: text.length };
  const joined = groups.join("");
  if (separators.size === 0) {
    const shape = shapeOfDigits(text);
    return shape === undefined ? [] : [{ value: text, shape, ...whole }];
  }
  const lengths = groups.map(({ length }) => length).join();
  const isDivided = separators.size === 1 && (separators.has("-") || separators.has(" "));
  if (!isDivided) return [];
  const isSpelled = joined.length === groups.length && joined.length >= 4 && joined.length <= 8;
  if (isSpelled || (GROUP_LENGTHS.has(lengths) && joined.length >= 4)) {
    if (lengths === "2,2,2" && separators.has("-") && isDate(groups.map(Number)))
      return [{ value: joined, shape: "year", ...whole }];
    // 555-1234 is a telephone number, unless a label names it.
    const isRare = !/^(?:3,3|4,4|2,2,2|3,3,3)$/.test(lengths) && !isSpelled;
    return [{ value: joined, shape: isRare ? "year" : "digits", ...whole }];
  }
  if (separators.has("-")) return [];
  // Numbers next to each other. The groups of a telephone number are short.
  let start = 0;
  return groups.flatMap((group) => {
    const at = { start, end: start + group.length };
    start = at.end + 1;
    const shape = group.length >= 5 ? shapeOfDigits(group) : undefined;
    return shape === undefined ? [] : [{ value: group, shape, ...at }];
  });
}

function shapeOfDigits(digits: string): CodeShape | undefined {
  if (digits.length < 4 || digits.length > 10) return undefined;
  if (/^(?:19|20)\d\d$/.test(digits)) return "year";
  if (/^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits)) return "year";
  return digits.length > 8 ? "long-digits" : "digits";
}

/** Day, month and year in some order. */
function isDate([first = 0, second = 0, third = 0]: readonly number[]): boolean {
  return [
    [first, second],
    [second, first],
    [second, third],
  ].some(([month = 0, day = 0]) => month >= 1 && month <= 12 && day >= 1 && day <= new Date(2000, month, 0).getDate());
}

/** Numbers with a unit, and other numbers that only look like codes. */
const NO_CODE =
  /^(?:\d+(?:st|nd|rd|th|h|hrs?|hours?|d|days?|mins?|minutes?|s|sec|px|pt|em|rem|km|kg|g|mb|gb|kb|x|k|m|am|pm|p)|(?:iso|utf|rfc|sha|md|ip|http|win|windows|ios|mac|macos|android|iphone|ipad|covid|area|level|h|v|no|nr|inv|ord|order|po|ref|rma|sku|id|case|ticket|invoice|tkt|usd|eur|gbp|jpy|inr|rub|rs)[-.]?\d+|\d+[xX]\d+|1z[a-z0-9]+)$/i;

function shapeOfWord(text: string): CodeShape | undefined {
  const groups = text.split("-");
  const joined = groups.join("");
  if (NO_CODE.test(text) || joined.length < 4 || joined.length > 16) return undefined;
  // The order numbers of shops: INV-2026-001, ORD-77.
  if (/^(?:inv|ord|order|po|ref|rma|sku|tkt|case)-/i.test(text)) return undefined;
  const hasDigit = /\d/.test(text);
  const isUpper = !/[a-z]/.test(text);
  if (groups.length === 1) {
    if (text.length > 10) return undefined;
    if (hasDigit) return isUpper ? "mixed" : "loose";
    return isUpper && text.length <= 8 && !isWordLike(text) ? "letters" : undefined;
  }
  if (groups.length > 4 || groups.some(({ length }) => length > 8)) return undefined;
  // G-482913
  if (/^[A-Z]{1,3}-\d{4,8}$/.test(text)) return "mixed";
  if (groups.some(({ length }) => length < 2)) return undefined;
  if (!isUpper) return hasDigit && groups.every((group) => group.length === groups[0]?.length) ? "loose" : undefined;
  if (hasDigit) return "mixed";
  return groups.every((group) => group.length === groups[0]?.length) && !isWordLike(joined) ? "letters" : undefined;
}

/** Whether capitals may be a word. Those of a code are random, often without vowels. */
function isWordLike(letters: string): boolean {
  return (letters.match(/[AEIOUY]/g) ?? []).length > letters.length / 3;
}

/** Whether it is part of a decimal, a path, a colour, a telephone number or a file name. */
function isPartOfMore(line: string, start: number, end: number): boolean {
  const before = line.slice(Math.max(0, start - 3), start);
  const behind = line.slice(end, end + 2);
  return /[./\\#@&+~^]$|#\s$|\d\)[ -]?$|\d[.,:/-]$/.test(before) || /^[\w@/\\]|^[.,:]\w|^-\w/.test(behind);
}

/** Whether a currency precedes it, or a unit follows it. */
function isAmount(line: string, start: number, end: number): boolean {
  if (AMOUNT_BEFORE.test(foldForLabels(line.slice(Math.max(0, start - 5), start)))) return true;
  const behind = foldForLabels(line.slice(end, end + MAX_UNIT_LENGTH));
  if (behind[0] !== " ") return UNIT_BEHIND.matchAt(behind, 0) !== undefined;
  // In scripts without blanks, the unit may be the beginning of another word.
  return !UNSPACED.test(behind.charAt(1)) && UNIT_BEHIND.matchAt(behind, 1) !== undefined;
}

const MAX_UNIT_LENGTH = 16;
