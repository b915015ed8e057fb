/**
 * Formats a time as Go does in JSON (RFC 3339): in a zone, without trailing zeros of the fraction.
 *
 * @param offset of the zone from UTC, in minutes; without it, the zone of this machine
 */
export function formatGoTime(date: Date, offset: number = -date.getTimezoneOffset()): string {
  const local = new Date(date.getTime() + offset * 60_000).toISOString().replace(/\.?0*Z$/, "");
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset);
  const pad = (number: number) => String(Math.trunc(number)).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}
