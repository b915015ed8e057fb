import { readIsoTime } from "./read-time.ts";

/** Parses a date (ISO 8601), or a delay as Resend reads it: "in 1 min". */
export function parseSchedule(text: string, now: number): Date | undefined {
  const [, amount, unit] = /^in (\d{1,6}) ?(s|sec|second|m|min|minute|h|hour|d|day|week)s?$/i.exec(text.trim()) ?? [];
  if (amount !== undefined && unit !== undefined) {
    const seconds = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }[unit[0]?.toLowerCase() ?? ""] ?? 0;
    return new Date(now + Number(amount) * seconds * 1_000);
  }
  return readIsoTime(text);
}
