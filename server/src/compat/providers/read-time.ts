import { isCalendarDay } from "../is-calendar-day.ts";

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/i;

/** Reads a date and time (ISO 8601); undefined if it is none, or there is no such day. */
export function readIsoTime(text: string | undefined): Date | undefined {
  const [whole, year, month, day] = ISO_TIME.exec(text ?? "") ?? [];
  if (whole === undefined || !isCalendarDay(Number(year), Number(month), Number(day))) return undefined;
  return toValidDate(Date.parse(whole));
}

/** Reads seconds since the epoch; undefined if it is no whole number. */
export function readUnixTime(text: string | undefined): Date | undefined {
  return text === undefined || !/^\d{1,12}$/.test(text) ? undefined : toValidDate(Number(text) * 1_000);
}

/** Reads a date of any form that JavaScript knows, RFC 5322 among them; undefined if it is none. */
export function readAnyTime(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : toValidDate(Date.parse(text));
}

const toValidDate = (milliseconds: number) => (Number.isNaN(milliseconds) ? undefined : new Date(milliseconds));
