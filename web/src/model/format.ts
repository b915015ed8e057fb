/** Bytes for people: 1,000 is a kilobyte, as in a file manager; three figures are enough. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"] as const;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

// Made once: to make one costs more than to write a whole list with it.
const COUNT = new Intl.NumberFormat("en");
const CLOCK = { hour: "numeric", minute: "2-digit", second: "2-digit" } as const;
const CLOCK_12 = new Intl.DateTimeFormat("en-GB", { ...CLOCK, hour12: true });
const CLOCK_24 = new Intl.DateTimeFormat("en-GB", { ...CLOCK, hour12: false });
const DAY_OF_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** “1 message”, “1,204 messages”. */
export function formatAmount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

export type TimeFormat = "relative" | "24h" | "12h";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time of a row, as short as it can be: `now` and `at` in milliseconds since the epoch. */
export function formatTime(at: number, now: number, format: TimeFormat): string {
  const age = now - at;
  if (format === "relative" && age < DAY) {
    if (age < 10 * SECOND) return "now";
    if (age < MINUTE) return `${Math.floor(age / SECOND / 10) * 10} s`;
    if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
    return `${Math.floor(age / HOUR)} h`;
  }
  if (age < DAY && new Date(at).getDate() === new Date(now).getDate()) {
    return (format === "12h" ? CLOCK_12 : CLOCK_24).format(at);
  }
  return DAY_OF_YEAR.format(at);
}

/** The exact time, to the millisecond, with its zone. */
export function formatExactTime(at: number | string): string {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * MINUTE).toISOString().slice(0, -1).replace("T", " ");
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${local} ${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** A span of time, in milliseconds, as short as it can be while still exact enough to compare. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 0.95) return `${milliseconds.toFixed(1)} ms`;
  // Rounded first, so that nothing becomes as much as one of the next unit.
  const whole = Math.round(milliseconds);
  if (whole < SECOND) return `${whole} ms`;
  if (whole < 9_995) return `${(whole / SECOND).toFixed(2)} s`;
  if (whole < 59_950) return `${(whole / SECOND).toFixed(1)} s`;
  const seconds = Math.round(whole / SECOND);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** A mailbox for a row: its name, or its address where it has none. */
export function formatMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === "" ? address : name;
}

/** With its address, for where people tell their addresses apart by what stands behind a plus. */
export function formatFullMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === "" || name === address ? address : `${name} <${address}>`;
}
