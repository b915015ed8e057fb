import { expect, test } from "vitest";
import { describeTimes } from "./describe-times.ts";

const time = (local: string, zone: string | null = null, utc: string | null = null) => ({ local, zone, utc });

test("an event in another zone, in the reader's and in its own", () => {
  const start = time("2026-07-01T10:00:00", "America/New_York", "2026-07-01T14:00:00.000Z");
  const end = time("2026-07-01T11:30:00", "America/New_York", "2026-07-01T15:30:00.000Z");
  const { here, there } = describeTimes(start, end, "Europe/Berlin");
  expect(here).toMatch(/^Wed, 1 Jul 2026, 16:00\s?–\s?17:30 \(your time, Europe\/Berlin\)$/);
  expect(there).toMatch(/^Wed, 1 Jul 2026, 10:00\s?–\s?11:30 \(America\/New_York\)$/);
});

test("an event in the reader's zone is shown once", () => {
  const start = time("2026-07-01T10:00:00", "Europe/Berlin", "2026-07-01T08:00:00.000Z");
  expect(describeTimes(start, null, "Europe/Berlin")).toEqual({ here: expect.stringContaining("10:00"), there: null });
});

test.each([
  ["one day", time("2026-07-01"), time("2026-07-02"), /^Wed, 1 Jul 2026$/],
  ["several days", time("2026-07-01"), time("2026-07-04"), /Wed, 1\s?–?.*Fri, 3 Jul 2026$/],
  ["no end", time("2026-07-01"), null, /^Wed, 1 Jul 2026$/],
  ["no zone", time("2026-07-01T10:00:00"), null, /10:00 \(in each reader's own time zone\)$/],
  ["an unknown zone", time("2026-07-01T10:00:00", "Mars"), null, /10:00 \(Mars\)$/],
])("times without an instant: %s", (_, start, end, expected) => {
  const { here, there } = describeTimes(start, end, "Europe/Berlin");
  expect(here).toMatch(expected);
  expect(there).toBeNull();
});

test("an event without a start", () => {
  expect(describeTimes(null, null)).toEqual({ here: null, there: null });
});
