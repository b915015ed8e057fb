import { isCalendarDay } from "../is-calendar-day.ts";

const ISO_TIME =
  /^(?<date>(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2}))(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(?: ?(?:Z|UTC|GMT|(?<hours>[+-]\d{2})(?::?(?<minutes>\d{2}))?))?$/i;

/** Reads a date and time (ISO 8601), in UTC unless it names a zone; undefined if it is none, or there is no such day. */
export function readIsoTime(text: string | undefined): Date | undefined {
  const { groups } = ISO_TIME.exec(text ?? "") ?? {};
  if (groups === undefined) return undefined;
  const { date, year, month, day, time = "00:00", hours, minutes = "00" } = groups;
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return undefined;
  // Date.parse reads a time without a zone in that of the machine, and knows fewer forms.
  const zone = hours === undefined ? "Z" : `${hours}:${minutes}`;
  return toValidDate(Date.parse(`${date}T${time}${zone}`));
}

/** Reads seconds since the epoch; undefined if it is no whole number. */
export function readUnixTime(text: string | undefined): Date | undefined {
  return text === undefined || !/^\d{1,12}$/.test(text) ? undefined : toValidDate(Number(text) * 1_000);
}

/** Reads a date and time (ISO 8601 or RFC 5322), in UTC unless it names a zone; undefined if it is none. */
export function readAnyTime(text: string | undefined): Date | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined) return undefined;
  // RFC 5322 requires a zone. Without one, Date.parse takes that of the machine.
  const inZone = /:\d{2}$/.test(trimmed) && !/[+-]\d{2}:\d{2}$/.test(trimmed) ? `${trimmed} UTC` : trimmed;
  return readIsoTime(trimmed) ?? toValidDate(Date.parse(inZone));
}

const toValidDate = (milliseconds: number) => (Number.isNaN(milliseconds) ? undefined : new Date(milliseconds));
