const AGE_UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const SIZE_UNITS_BYTES: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * Parses a point in time: a date, a date with a time (UTC unless an offset is given), or an age like 5m, 2h, 3d.
 * Returns milliseconds since the epoch; undefined if the text is none of these.
 */
export function parseTime(text: string, now: number): number | undefined {
  const age = /^(\d{1,9})([smhdw])$/i.exec(text);
  if (age) return now - Number(age[1]) * (AGE_UNITS_MS[(age[2] ?? "").toLowerCase()] ?? Number.NaN);
  const date = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(text);
  if (!date) return undefined;
  const [, day, time = "00:00", zone = "Z"] = date;
  const at = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  // Date.parse would read 2026-02-30 as the second of March.
  const exists = new Date(`${day}T00:00Z`).toJSON()?.startsWith(String(day));
  return Number.isNaN(at) || !exists ? undefined : at;
}

/** Parses a size in bytes: 500, 10k, 1.5m (multiples of 1,024), also 10kb. Undefined if the text is not a size. */
export function parseSize(text: string): number | undefined {
  const size = /^(\d{1,12}(?:\.\d{1,3})?)([kmg]?)b?$/i.exec(text);
  return size
    ? Math.round(Number(size[1]) * (SIZE_UNITS_BYTES[(size[2] ?? "").toLowerCase()] ?? Number.NaN))
    : undefined;
}
