import { expect, test } from "vitest";
import { readAnyTime, readIsoTime } from "./read-time.ts";

/** Runs a check as on machines in several zones. */
function inZones(check: () => void): void {
  const machineZone = process.env["TZ"];
  for (const zone of ["UTC", "America/New_York"]) {
    process.env["TZ"] = zone;
    check();
  }
  if (machineZone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = machineZone;
}

test.each([
  ["2030-01-02", "2030-01-02T00:00:00.000Z"],
  ["2030-01-02T03:04", "2030-01-02T03:04:00.000Z"],
  ["2030-01-02 03:04:05", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02T03:04:05.678901234", "2030-01-02T03:04:05.678Z"],
  ["2030-01-02T03:04:05Z", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02t03:04:05z", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02 03:04:05 Z", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02 03:04:05 UTC", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02 03:04:05 gmt", "2030-01-02T03:04:05.000Z"],
  ["2030-01-02T03:04:05+01", "2030-01-02T02:04:05.000Z"],
  ["2030-01-02T03:04:05-0130", "2030-01-02T04:34:05.000Z"],
  ["2030-01-02T03:04:05 +01:30", "2030-01-02T01:34:05.000Z"],
  ["2030-01-02+01", "2030-01-01T23:00:00.000Z"],
])("%s is read the same on every machine", (text, utc) => {
  inZones(() => {
    expect(readIsoTime(text)?.toISOString()).toBe(utc);
  });
});

test.each(["", "2030", "2030-02-30", "2030-01-02T25:00", "2030-01-02T03:04:05 CET", "2030-01-02T03:04:05+25"])(
  "“%s” is no time",
  (text) => {
    expect(readIsoTime(text)).toBeUndefined();
  },
);

test.each([
  ["Wed, 02 Jan 2030 03:04:05 +0100", "2030-01-02T02:04:05.000Z"],
  ["Wed, 02 Jan 2030 03:04:05 GMT", "2030-01-02T03:04:05.000Z"],
  ["Wed, 02 Jan 2030 03:04:05", "2030-01-02T03:04:05.000Z"],
  ["2 Jan 2030 03:04", "2030-01-02T03:04:00.000Z"],
  ["2030-01-02 03:04:05", "2030-01-02T03:04:05.000Z"],
])("of any form: %s", (text, utc) => {
  inZones(() => {
    expect(readAnyTime(text)?.toISOString()).toBe(utc);
  });
});
