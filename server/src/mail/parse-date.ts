import { removeComments } from "./remove-comments.ts";

/** A date from a field, and how it deviates from RFC 5322 §3.3. */
export interface ParsedDate {
  readonly date: Date;
  /** Of the zone from UTC, in minutes; 0 if the zone is not known. */
  readonly offset: number;
  /** `obsolete`: follows §4.3, which every reader must accept. `malformed`: follows neither; the result is a guess. */
  readonly form: "standard" | "obsolete" | "malformed";
  /** Why UTC was assumed: the zone is missing, or it is this one, which §4.3 does not define. Undefined if the zone is known. */
  readonly unknownZone: string | undefined;
  /** The weekday of the day as written, whatever the field names: 0 for Sunday. */
  readonly weekday: number;
}

/** Maximum length of a date that is read, in UTF-16 code units. */
const MAX_LENGTH = 1_000;

/**
 * Reads a date as RFC 5322 has it (§3.3, §4.3), and what programs send in its place: without weekday or seconds, with a zone
 * like `GMT+0200`, of asctime, of RFC 850, of ISO 8601, in quotation marks, with a weekday in any language. Undefined where it
 * is none of them, or no such day exists.
 *
 * Without a zone, or with a zone name that §4.3 does not define, the time is UTC, regardless of the machine's time zone. A
 * numeric zone takes precedence over a name.
 */
export function parseDate(text: string): ParsedDate | undefined {
  return readUsualDate(text) ?? readAnyDate(text);
}

function readAnyDate(text: string): ParsedDate | undefined {
  const plain = removeComments(text.slice(0, MAX_LENGTH))
    .replace(/\s*:\s*/g, ":")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^"(.*)"$/, "$1");
  const fields = readIsoDate(plain) ?? readWords(plain.replace(ANY_WEEKDAY, "")) ?? readWords(plain);
  const time = fields && toTime(fields);
  if (fields === undefined || time === undefined) return undefined;
  const form = STANDARD_DATE.test(plain) ? "standard" : OBSOLETE_DATE.test(plain) ? "obsolete" : "malformed";
  return createDate(time, fields, form);
}

function createDate(time: number, { offset, unknownZone }: DateFields, form: ParsedDate["form"]): ParsedDate {
  const weekday = new Date(time + offset * 60_000).getUTCDay();
  return { date: new Date(time), offset, form, unknownZone, weekday };
}

const DAY_NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const datePattern = (year: string, zone: string) =>
  new RegExp(
    `^(?:${DAY_NAME} ?, ?)?\\d{1,2} (?:${MONTH_NAMES.join("|")}) ${year} \\d\\d:\\d\\d(?::\\d\\d)? ${zone}$`,
    "i",
  );
const STANDARD_DATE = datePattern("\\d{4,}", "(?:[+-]\\d{4}|GMT)");
const OBSOLETE_DATE = datePattern("\\d{2,}", "(?:[+-]\\d{4}|[A-Z]+)");

/** What nearly all programs write, like `Mon, 23 Nov 2026 10:00:00 +0000`: each row reads one. */
const USUAL_DATE = new RegExp(
  `^(?:${DAY_NAME}, )?(\\d{1,2}) (${MONTH_NAMES.join("|")}) (\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d) ([+-]\\d\\d[0-5]\\d)$`,
  "i",
);

/** Reads a date in the usual form; undefined if it has another one, or there is no such day. */
function readUsualDate(text: string): ParsedDate | undefined {
  const [, day, month = "", year = "", hour, minute, second, zone = ""] = USUAL_DATE.exec(text) ?? [];
  if (day === undefined) return undefined;
  const fields: DateFields = {
    year,
    month: MONTH_NAMES.indexOf(month.toLowerCase()),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...readZone([zone]),
  };
  const time = toTime(fields);
  return time === undefined ? undefined : createDate(time, fields, "standard");
}

/** The parts of a date as written. */
interface DateFields {
  year: string;
  /** 0 to 11. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of UTC. */
  offset: number;
  unknownZone: string | undefined;
}

const ISO_DATE =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T| )(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? ?([+-][\d:]+|[A-Za-z][A-Za-z\d+:-]*)?(?: \S+){0,2}$/i;

function readIsoDate(text: string): DateFields | undefined {
  const [, year, month, day, hour, minute, second = "0", zone] = ISO_DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  return {
    year,
    month: Number(month) - 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...readZone(zone === undefined ? [] : [zone]),
  };
}

const TIME = /^(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?$/;

/** A word and a comma in front: a weekday in whatever language, which is not needed (Python and JavaScript pass over it, too). */
const ANY_WEEKDAY = /^\p{L}+\.? ?,/u;

/** Reads words in any order that has one meaning: the day is a number of two digits at most, and comes before the year. */
function readWords(text: string): DateFields | undefined {
  // RFC 850 has 06-Nov-94.
  const words = text
    .replace(/(\d)-([a-z]{3,9})-(\d)/i, "$1 $2 $3")
    // A blank inside the zone: `+ 0100`.
    .replace(/(:\d\d) ([+-]) (\d\d)/, "$1 $2$3")
    // Some programs omit the blank before the zone.
    .replace(/(:\d\d)([+-]\d)/, "$1 $2")
    // Nor before AM and PM.
    .replace(/(:\d\d)([ap]m)\b/i, "$1 $2")
    .split(/[ ,]+/);
  const zones: string[] = [];
  let [year, month, day, time, half]: (string | undefined)[] = [];
  for (const word of words) {
    if (time === undefined && TIME.test(word)) time = word;
    else if (month === undefined && MONTH_NAMES.includes(word.slice(0, 3).toLowerCase()) && /^[a-z]+\.?$/i.test(word))
      month = word.slice(0, 3).toLowerCase();
    else if (day === undefined && /^\d{1,2}(?:st|nd|rd|th)?\.?$/i.test(word)) day = word;
    else if (year === undefined && /^(?:\d{4,5}|\d{2,3})$/.test(word) && (day !== undefined || word.length > 3))
      year = word;
    else if (/^[ap]m$/i.test(word)) half = word.toLowerCase();
    else if (!isDayName(word)) {
      // An unknown word is allowed only after the time, as a zone.
      if (time === undefined) return undefined;
      zones.push(word);
    }
  }
  const [, hour = "", minute = "", second = "0"] = TIME.exec(time ?? "") ?? [];
  if (year === undefined || month === undefined || day === undefined || time === undefined) return undefined;
  return {
    year,
    month: MONTH_NAMES.indexOf(month),
    day: Number.parseInt(day, 10),
    hour: half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "pm" ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
    ...readZone(zones),
  };
}

function isDayName(word: string): boolean {
  return word === "" || /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?$/i.test(word);
}

/** Hours east of UTC (RFC 5322 §4.3), and the names of UTC. */
const ZONE_NAMES: ReadonlyMap<string, number> = new Map([
  ["ut", 0],
  ["utc", 0],
  ["gmt", 0],
  ["z", 0],
  ["est", -5],
  ["edt", -4],
  ["cst", -6],
  ["cdt", -5],
  ["mst", -7],
  ["mdt", -6],
  ["pst", -8],
  ["pdt", -7],
]);

function readZone(words: readonly string[]): Pick<DateFields, "offset" | "unknownZone"> {
  for (const word of words) {
    const [, sign, hours = "", minutes = "0"] =
      /^(?:gmt|utc?|z)?([+-])(\d{1,2}):?(\d\d)(?!\d)/i.exec(word) ??
      /^(?:gmt|utc?|z)?([+-])(\d{1,2})$/i.exec(word) ??
      [];
    if (sign === undefined || Number(minutes) > 59) continue;
    const offset = Number(hours) * 60 + Number(minutes);
    return { offset: sign === "-" ? -offset : offset, unknownZone: undefined };
  }
  const [name = ""] = words;
  const hours = ZONE_NAMES.get(name.toLowerCase());
  return { offset: (hours ?? 0) * 60, unknownZone: hours === undefined ? name : undefined };
}

/** Returns milliseconds since 1970; undefined if there is no such day or time. */
function toTime({ year: written, month, day, hour, minute, second, offset }: DateFields): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const time = new Date(0);
  time.setUTCFullYear(expandYear(written), month, day);
  if (time.getUTCMonth() !== month || time.getUTCDate() !== day) return undefined;
  time.setUTCHours(hour, minute - offset, second);
  return Number.isNaN(time.getTime()) ? undefined : time.getTime();
}

/** RFC 5322 §4.3: two digits mean 1950 to 2049; 1900 is added to three digits. */
function expandYear(written: string): number {
  const year = Number(written);
  if (written.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return written.length === 3 ? 1900 + year : year;
}
