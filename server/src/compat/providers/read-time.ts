/** Reads a date and time (ISO 8601); undefined if it is none. */
export function readIsoTime(text: string | undefined): Date | undefined {
  return text === undefined || !/^\d{4}-\d{2}-\d{2}/.test(text) ? undefined : toValidDate(Date.parse(text));
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
