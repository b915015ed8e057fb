/**
 * Reads a date of a search: `2026-11-23`, `2026-11-23 18:30`, an Internet date, seconds or milliseconds since the
 * epoch. Without a zone of its own it is meant in `timeZone` (an IANA name), or here.
 *
 * @returns milliseconds since the epoch; undefined for what is no date
 */
export function readDate(text: string, timeZone: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const [, year, month, day, hour = "0", minute = "0", second = "0"] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return orUndefined(Date.parse(text));
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return orUndefined(wall - offset(wall, timeZone));
}

/** Milliseconds by which clocks in a zone are ahead of UTC, when they show `wall`. */
function offset(wall: number, timeZone: string): number {
  const format = formatOf(timeZone);
  const shown = (at: number) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  };
  if (Number.isNaN(wall)) return 0;
  const guess = shown(wall) - wall;
  return shown(wall - guess) - (wall - guess);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
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
    // Mailpit ignores a zone that it does not know.
    return new Intl.DateTimeFormat("en-US", shape);
  }
}

const orUndefined = (milliseconds: number) => (Number.isNaN(milliseconds) ? undefined : milliseconds);
