import { describe, expect, it } from "vitest";
import { formatAmount, formatBytes, formatDuration, formatExactTime, formatTime } from "./format.ts";

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [9_949, "9.9 kB"],
    [9_999, "10 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [52_428_800, "52 MB"],
    [5_000_000_000_000, "5000 GB"],
  ])("%i are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe("a span", () => {
  it.each([
    [0, "0.0 ms"],
    [0.42, "0.4 ms"],
    [12.3, "12 ms"],
    [0.97, "1 ms"],
    [999.7, "1.00 s"],
    [1_500, "1.50 s"],
    [9_996, "10.0 s"],
    [59_990, "1 min 0 s"],
    [119_600, "2 min 0 s"],
    [3_599_900, "1 h 0 min"],
    [12_340, "12.3 s"],
    [61_000, "1 min 1 s"],
    [3_720_000, "1 h 2 min"],
  ])("of %f ms is %s", (span, text) => expect(formatDuration(span)).toBe(text));
});

describe("the time of a row", () => {
  const now = new Date(2026, 5, 15, 12, 0, 0).getTime();
  it.each([
    [-5_000, "now"],
    [3_000, "now"],
    [47_000, "40 s"],
    [5 * 60_000, "5 min"],
    [3 * 3_600_000, "3 h"],
    [3 * 86_400_000, "12 Jun"],
    [300 * 86_400_000, "19 Aug"],
    [400 * 86_400_000, "May 2025"],
  ])("%i ms ago is shown as %s", (age, text) => expect(formatTime(now - age, now, "relative")).toBe(text));

  it("can be shown as a clock time", () => {
    expect(formatTime(now - 3_000, now, "24h")).toBe("11:59:57");
    expect(formatTime(now - 3_000, now, "12h")).toBe("11:59:57 am");
    expect(formatTime(now, now, "12h")).toBe("12:00:00 pm");
  });

  it("has two digits for the hour on a 24-hour clock, like all exact times", () => {
    const morning = new Date(2026, 5, 15, 9, 5, 6).getTime();
    expect(formatTime(morning, morning, "24h")).toBe("09:05:06");
    expect(formatTime(morning, morning, "12h")).toBe("9:05:06 am");
  });

  it("is a clock time soon after midnight, too", () => {
    const night = new Date(2026, 5, 15, 0, 5, 0).getTime();
    expect(formatTime(night - 10 * 60_000, night, "24h")).toBe("23:55:00");
    expect(formatTime(night, night, "24h")).toBe("00:05:00");
    expect(formatTime(night, night, "12h")).toBe("12:05:00 am");
    expect(formatTime(night - 13 * 3_600_000, night, "24h")).toBe("14 Jun");
  });

  it("is exact to the millisecond, with its zone, on hover", () => {
    expect(formatExactTime("2026-06-15T10:00:00.123Z")).toMatch(/^2026-06-1[456] \d\d:\d\d:00\.123 [+-]\d\d:\d\d$/);
  });
});

it("counts in words", () => {
  expect([0, 1, 999, 1_204, 1_234_567].map((count) => formatAmount(count, "message"))).toEqual([
    "0 messages",
    "1 message",
    "999 messages",
    "1,204 messages",
    "1,234,567 messages",
  ]);
});
