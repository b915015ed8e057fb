import { expect, test } from "vitest";
import { formatGoTime } from "./go-time.ts";

test.each<[string, number, string]>([
  ["2026-11-28T15:10:00.160Z", 0, "2026-11-28T15:10:00.16Z"],
  ["2026-11-28T15:10:00.000Z", 0, "2026-11-28T15:10:00Z"],
  ["2026-11-28T15:10:00.284Z", 120, "2026-11-28T17:10:00.284+02:00"],
  ["2026-11-28T15:10:00.000Z", -210, "2026-11-28T11:40:00-03:30"],
  ["2026-11-28T23:50:00.000Z", 30, "2026-11-29T00:20:00+00:30"],
])("%s at %i minutes is %s", (date, offset, text) => {
  expect(formatGoTime(new Date(date), offset)).toBe(text);
  expect(Date.parse(text)).toBe(Date.parse(date));
});
