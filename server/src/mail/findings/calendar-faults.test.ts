import { expect, it } from "vitest";
import { findCalendarFault } from "./calendar-faults.ts";

type Line = Parameters<typeof findCalendarFault>[0][number];

/** Reads lines such as “UID:1” and “DTSTART;TZID=Zone:…”, with the components around each. */
function read(texts: readonly string[]): Line[] {
  const path: string[] = [];
  return texts.map((text) => {
    const [, name = "", zone, value = ""] = /^([A-Z-]+)(?:;TZID=([^:]*))?:(.*)$/.exec(text) ?? [];
    const parameters = new Map<string, string>(zone === undefined ? [] : [["TZID", zone]]);
    const line = { name, value, path: [...path], parameters, parameterCount: parameters.size };
    if (name === "BEGIN") path.push(value);
    if (name === "END") path.pop();
    return line;
  });
}

const START = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"];
const ZONE = ["BEGIN:VTIMEZONE", "TZID:Here", "END:VTIMEZONE"];
const UNIQUE = ["UID:1", "DTSTAMP:20261120T120000Z"];

it.each([
  ["an event", [...UNIQUE, "DTSTART:20261124T120000Z"], null],
  ["a start in a defined zone", [...UNIQUE, "DTSTART;TZID=Here:20261124T120000"], null],
  [
    "a start in an undefined zone",
    [...UNIQUE, "DTSTART;TZID=There:20261124T120000"],
    "no VTIMEZONE defines TZID=There",
  ],
  ["no start", UNIQUE, "DTSTART is missing in VEVENT"],
  ["a repeated property, of which the first counts", [...UNIQUE, "UID:2", "DTSTART:20261124T120000Z"], null],
  [
    "a day without VALUE=DATE",
    [...UNIQUE, "DTSTART:20261124"],
    "DTSTART:20261124 is a day, which needs DTSTART;VALUE=DATE:20261124",
  ],
  ["an impossible date", [...UNIQUE, "DTSTART:20261324"], "DTSTART:20261324 is no date"],
])("finds the fault of %s", (_, lines, fault) => {
  const all = [...START, ...ZONE, "BEGIN:VEVENT", ...lines, "END:VEVENT", "END:VCALENDAR"];
  expect(findCalendarFault(read(all), false)).toBe(fault);
});

it("does not ask a task for a start", () => {
  const all = [...START, "BEGIN:VTODO", ...UNIQUE, "END:VTODO", "END:VCALENDAR"];
  expect(findCalendarFault(read(all), false)).toBeNull();
});

it("misses nothing that may follow a cut", () => {
  expect(findCalendarFault(read(["BEGIN:VCALENDAR"]), true)).toBeNull();
  expect(findCalendarFault(read(["BEGIN:VCALENDAR"]), false)).toBe("VERSION is missing");
});
