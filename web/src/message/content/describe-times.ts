import type { CalendarTime } from "@mailglass/shared";

export interface DescribedTimes {
  /** In the reader's time zone, or as written if the event has no instant; null if it has no start. */
  readonly here: string | null;
  /** In the event's own zone; null if that adds nothing. */
  readonly there: string | null;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Describes when an event is, in the reader's zone and in its own.
 *
 * @param zone the reader's IANA time zone; that of the browser if undefined
 */
export function describeTimes(start: CalendarTime | null, end: CalendarTime | null, zone?: string): DescribedTimes {
  if (start === null) return { here: null, there: null };
  const written = formatWritten(start, end);
  if (start.utc === null) {
    const isDay = !start.local.includes("T");
    const suffix = isDay ? "" : start.zone === null ? " (in each reader's own time zone)" : ` (${start.zone})`;
    return { here: `${written}${suffix}`, there: null };
  }
  const format = new Intl.DateTimeFormat("en-GB", { ...LONG_FORMAT, timeZone: zone });
  const own = format.resolvedOptions().timeZone;
  const from = new Date(start.utc);
  const time = end === null || end.utc === null ? format.format(from) : format.formatRange(from, new Date(end.utc));
  return {
    here: `${time} (your time, ${own})`,
    there: start.zone === null || start.zone === own ? null : `${written} (${start.zone})`,
  };
}

const LONG_FORMAT: Intl.DateTimeFormatOptions = {
  weekday: "short",
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
};

/** Formats local times without converting them. The end of whole days is exclusive (RFC 5545 §3.6.1). */
function formatWritten(start: CalendarTime, end: CalendarTime | null): string {
  const isDay = !start.local.includes("T");
  const { hour: _, minute: __, ...dayFormat } = LONG_FORMAT;
  const format = new Intl.DateTimeFormat("en-GB", { ...(isDay ? dayFormat : LONG_FORMAT), timeZone: "UTC" });
  const from = parseLocal(start.local);
  if (Number.isNaN(from)) return start.local;
  const until = end === null ? Number.NaN : parseLocal(end.local) - (isDay ? DAY_MS : 0);
  return Number.isNaN(until) || until < from ? format.format(from) : format.formatRange(from, until);
}

function parseLocal(local: string): number {
  return Date.parse(local.includes("T") ? `${local}Z` : `${local}T00:00:00Z`);
}
