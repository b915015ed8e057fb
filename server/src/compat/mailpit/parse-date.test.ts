import { expect, test } from "vitest";
import { parseSearchDate } from "./parse-date.ts";

test.each([
  ["2026-11-23", "UTC", "2026-11-23T00:00:00Z"],
  ["2026/1/2 3:04", "UTC", "2026-01-02T03:04:00Z"],
  ["2026-07-01 12:00:30", "Pacific/Auckland", "2026-07-01T00:00:30Z"],
  ["2026-01-01 12:00", "Pacific/Auckland", "2025-12-31T23:00:00Z"],
  ["2026-03-29 12:00", "Europe/Berlin", "2026-03-29T10:00:00Z"],
  ["2026-11-23T18:00:00+02:00", "Pacific/Auckland", "2026-11-23T16:00:00Z"],
  ["Mon, 23 Nov 2026 18:00:00 GMT", "", "2026-11-23T18:00:00Z"],
  ["23 Nov 2026 18:00 +0000", "", "2026-11-23T18:00:00Z"],
  ["Nov 23, 2026 18:00 UTC", "", "2026-11-23T18:00:00Z"],
  ["11/23/2026 18:00 UTC", "", "2026-11-23T18:00:00Z"],
  ["1795456800", "", "2026-11-23T18:00:00Z"],
  ["1795456800000", "", "2026-11-23T18:00:00Z"],
])("%s in zone “%s” is %s", (text, zone, date) => {
  expect(parseSearchDate(text, zone)).toBe(Date.parse(date));
});

test.each([
  "",
  "soon",
  "2026-99-99x",
  "garbage 1",
  "2026-02-31",
  "2026-13-01",
  "2026-01-01 25:00",
  "2026-02-31T00:00:00Z",
  "31 Feb 2026",
  "32-13-2020",
  "13/13/2026",
])("“%s” is no date", (text) => {
  expect(parseSearchDate(text, "UTC")).toBeUndefined();
});

test("a zone that does not exist is ignored", () => {
  expect(parseSearchDate("2026-11-23", "Nowhere/City")).toBe(parseSearchDate("2026-11-23", ""));
});
