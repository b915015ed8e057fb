/** Formats bytes with three significant digits; 1 kB is 1,000 bytes, as in file managers. */
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

// Numbers and times are formatted here. The first formatter of `Intl` loads locale data, which delays the first list on
// a phone by a tenth of a second.

export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** “1 message”, “1,204 messages”. */
export function formatAmount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

export type TimeFormat = "relative" | "24h" | "12h";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Formats the time of a row, as short as possible. `now` and `at` are in milliseconds since the epoch. After midnight, mail of the
 * evening before keeps its time of day.
 */
export function formatTime(at: number, now: number, format: TimeFormat): string {
  const age = now - at;
  if (format === "relative" && age < DAY_MS) {
    if (age < 10 * SECOND_MS) return "now";
    if (age < MINUTE_MS) return `${Math.floor(age / SECOND_MS / 10) * 10} s`;
    if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
    return `${Math.floor(age / HOUR_MS)} h`;
  }
  const isToday = age < DAY_MS && new Date(at).getDate() === new Date(now).getDate();
  if (isToday || Math.abs(age) < 12 * HOUR_MS) return formatClock(new Date(at), format === "12h");
  return formatDate(new Date(at), new Date(now));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** “9:05:06 am” or “09:05:06”. */
function formatClock(date: Date, hour12: boolean): string {
  const hours = date.getHours();
  const rest = `:${padTwo(date.getMinutes())}:${padTwo(date.getSeconds())}`;
  return hour12 ? `${hours % 12 || 12}${rest} ${hours < 12 ? "am" : "pm"}` : `${padTwo(hours)}${rest}`;
}

const padTwo = (value: number): string => String(value).padStart(2, "0");

/** “12 Jun”, or “Jun 2025” if that is another year and not just a few months ago. */
function formatDate(date: Date, now: Date): string {
  const month = MONTHS[date.getMonth()];
  const months = (now.getFullYear() - date.getFullYear()) * 12 + now.getMonth() - date.getMonth();
  return Math.abs(months) < 11 ? `${date.getDate()} ${month}` : `${month} ${date.getFullYear()}`;
}

/** Formats the exact time in milliseconds, with the zone. */
export function formatExactTime(at: number | string): string {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * MINUTE_MS).toISOString().slice(0, -1).replace("T", " ");
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offset) % 60).padStart(2, "0");
  return `${local} ${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/** Formats a time to the second; with the date unless it is today. */
export function formatArrival(at: string, now = Date.now()): string {
  const exact = formatExactTime(at).slice(0, 19);
  const today = formatExactTime(now).slice(0, 10);
  return exact.startsWith(today) ? exact.slice(11) : exact;
}

/** Formats a duration in milliseconds, short but exact enough to compare. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.95) return `${milliseconds.toFixed(1)} ms`;
  // Rounded first, so that the result never equals one of the next unit.
  const whole = Math.round(milliseconds);
  if (whole < SECOND_MS) return `${whole} ms`;
  if (whole < 9_995) return `${(whole / SECOND_MS).toFixed(2)} s`;
  if (whole < 59_950) return `${(whole / SECOND_MS).toFixed(1)} s`;
  const seconds = Math.round(whole / SECOND_MS);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** Formats a mailbox for a row: its name, or its address if it has no name. */
export function formatMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === "" ? address : name;
}

/** Formats a mailbox with its address, which may differ only in the part after a plus. */
export function formatFullMailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  return name === "" || name === address ? address : `${name} <${address}>`;
}
