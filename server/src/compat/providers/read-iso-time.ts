/** Reads a date and time (ISO 8601); undefined if it is none. */
export function readIsoTime(text: string | undefined): Date | undefined {
  const time = text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
