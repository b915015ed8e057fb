import { isCalendarDay } from "../is-calendar-day.ts";

/**
 * Parses a date in a search: `2026-11-23`, `2026-11-23 18:30`, an Internet date, or seconds or milliseconds since the
 * epoch. Without a zone, the date is in `timeZone` (an IANA name), or in local time.
 *
 * @returns milliseconds since the epoch; undefined if the text is not a date
 */
export function parseSearchDate(text: string, timeZone: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const [, year, month, day, hour = "0", minute = "0", second = "0"] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return parseWrittenDate(text);
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const wallClockMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return wallClockMs - zoneOffsetMs(wallClockMs, timeZone);
}

const TIME_PATTERN = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?: ?(?:Z|UT|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const WRITTEN_DATES = [
  String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})`,
  String.raw`(?:[a-z]{3,9},? )?(?<day>\d{1,2})[ -](?<month>[a-z]{3,9})[ -](?<year>\d{4})`,
  String.raw`(?:[a-z]{3,9},? )?(?<month>[a-z]{3,9}) (?<day>\d{1,2}),? (?<year>\d{4})`,
  String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})`,
].map((date) => new RegExp(`^${date}${TIME_PATTERN}$`, "i"));

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Parses the formats of Date.parse, which alone would also accept the 31st of February, and any text that ends with a
 * number.
 */
function parseWrittenDate(text: string): number | undefined {
  for (const form of WRITTEN_DATES) {
    const { year, month = "", day } = form.exec(text)?.groups ?? {};
    const number = /^\d/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
    if (isCalendarDay(Number(year), number, Number(day))) return nanToUndefined(Date.parse(text));
  }
  return undefined;
}

/** Returns whether there is a time zone with this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Returns the offset of a zone from UTC in milliseconds at the local time `wallClockMs`. */
function zoneOffsetMs(wallClockMs: number, timeZone: string): number {
  const format = createDateFormat(timeZone);
  const shown = (at: number) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  };
  const guess = shown(wallClockMs) - wallClockMs;
  return shown(wallClockMs - guess) - (wallClockMs - guess);
}

function createDateFormat(timeZone: string): Intl.DateTimeFormat {
  const shape = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...shape, ...(timeZone !== "" && { timeZone }) });
  } catch {
    // Mailpit ignores an unknown time zone.
    return new Intl.DateTimeFormat("en-US", shape);
  }
}

const nanToUndefined = (milliseconds: number) => (Number.isNaN(milliseconds) ? undefined : milliseconds);
