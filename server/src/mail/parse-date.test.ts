import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "./parse-date.ts";

const read = (text: string) => parseDate(text)?.date.toISOString() ?? null;
const NOON = "2026-03-02T12:00:00.000Z";

describe("a date", () => {
  it.each<[text: string, iso: string | null, authority: string]>([
    ["Mon, 02 Mar 2026 12:00:00 +0000", NOON, "RFC 5322 §3.3"],
    ["Mon, 2 Mar 2026 13:00:00 +0100", NOON, "RFC 5322 §3.3"],
    ["2 Mar 2026 12:00 +0000", NOON, "RFC 5322 §3.3: weekday and seconds are optional"],
    ["Mon, 2 Mar 2026 12:00:00 -0000", NOON, "RFC 5322 §3.3"],
    ["Mon, 2 Mar 2026 17:30:00 +0530", NOON, "RFC 5322 §3.3"],
    ["Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-14T03:02:00.000Z", "RFC 5322 A.5"],
    ["21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06.000Z", "RFC 5322 A.6.2"],
    ["Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06.000Z", "RFC 5322 A.6.3"],
    ["Mon, 2 Mar 2026 07:00:00 EST", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 08:00:00 EDT", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 06:00:00 CST", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 04:00:00 pst", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 05:00:00 PDT", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 12:00:00 UT", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 12:00:00 UTC", NOON, "common"],
    ["Mon, 2 Mar 2026 12:00:00 Z", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 12:00:00 A", NOON, "RFC 5322 §4.3: military zones count as -0000"],
    ["2 Apr 2026 12:00:00 A", "2026-04-02T12:00:00.000Z", "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 12:00:00 CET", NOON, "RFC 5322 §4.3: other names count as -0000 (Python)"],
    ["Mon, 2 Mar 2026 12:00:00 BST", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 12:00:00 JST", NOON, "RFC 5322 §4.3"],
    ["Mon, 2 Mar 2026 13:00:00 +0100 (CET)", NOON, "a comment"],
    ["Mon, 2 Mar 2026 13:00:00 +0100 CET", NOON, "the number counts"],
    ["Mon, 2 Mar 2026 13:00:00 (CET) +0100", NOON, "the number counts"],
    ["Mon, 2 Mar 2026 13:00:00 CET +0100", NOON, "the number counts"],
    ["Mon, 2 Mar 2026 14:00:00 GMT+0200", NOON, "JavaScript, Java"],
    ["Mon, 2 Mar 2026 06:00:00 -600", NOON, "Python, mailparser: a zone of three digits"],
    ["Mon, 2 Mar 2026 12:00:00+0000", NOON, "Python, mailparser: no blank before the zone"],
    ["Mon, 2 Mar 2026 13:00+0100", NOON, "Python, mailparser"],
    ["Mon, 2 Mar 2026 14:00:00 GMT+02:00", NOON, "Java"],
    ["Mon, 2 Mar 2026 14:00:00 UTC+2", NOON, "Windows"],
    ["Mon, 2 Mar 2026 14:00:00 +02:00", NOON, "ISO 8601"],
    ["Mon, 2 Mar 2026 14:00:00 +2", NOON, "postal-mime"],
    ["Mon, 2 Mar 2026 05:00:00 -0700PDT", NOON, "without a blank"],
    ["Mon, 2 Mar 2026 12:00:00 +0190", NOON, "RFC 5322 §3.3: no zone has 90 minutes"],
    ["Mon, 2 Mar 2026 12:00:00", NOON, "no zone: UTC"],
    ["Mon, 2 Mar 26 12:00:00 +0000", NOON, "RFC 5322 §4.3: two digits"],
    ["2 Mar 49 12:00:00 +0000", "2049-03-02T12:00:00.000Z", "RFC 5322 §4.3: two digits"],
    ["2 Mar 50 12:00:00 +0000", "1950-03-02T12:00:00.000Z", "RFC 5322 §4.3: two digits"],
    ["Mon, 2 Mar 126 12:00:00 +0000", NOON, "RFC 5322 §4.3: three digits"],
    ["mon, 2 mar 2026 12:00:00 +0000", NOON, "case does not count"],
    ["Monday, 2 March 2026 12:00:00 +0000", NOON, "whole names"],
    ["Monday, 02-Mar-26 12:00:00 GMT", NOON, "RFC 850"],
    ["Mon,2 Mar 2026 12:00:00 +0000", NOON, "RFC 5322 §3.3: no blank is needed"],
    ["Mon 2 Mar 2026 12:00:00 +0000", NOON, "without a comma"],
    ["Mon, , 2 Mar 2026 12:00:00 +0000", NOON, "an empty word"],
    ["Mon, 2 Mar 2026 9:05:00 +0000", "2026-03-02T09:05:00.000Z", "one digit"],
    ["Mon, 2 Mar 2026 12.00.00 +0000", NOON, "dots, in some locales"],
    ["Mon, 2 Mar 2026 12:00:00 PM +0000", NOON, "12 hours"],
    ["2 Mar 2026 1:00 am +0000", "2026-03-02T01:00:00.000Z", "12 hours"],
    ["Mon Mar  2 12:00:00 2026", NOON, "asctime"],
    ["Mon Mar  2 12:00:00 GMT 2026", NOON, "date(1)"],
    ["Mon Mar 02 2026 13:00:00 GMT+0100 (Central European Standard Time)", NOON, "JavaScript"],
    ["2026-03-02T12:00:00Z", NOON, "ISO 8601"],
    ["2026-03-02T13:00:00.123+01:00", NOON, "ISO 8601"],
    ["2026-03-02 12:00:00", NOON, "SQL"],
    ["2026-03-02 12:00", NOON, "without seconds"],
    ["2026/03/02 12:00:00 +0000", NOON, "Ruby, Go"],
    ["2026-03-02 12:00:00 +0000 UTC", NOON, "Go"],
    ["Tue, 30 Jun 2015 23:59:60 +0000", "2015-07-01T00:00:00.000Z", "RFC 5322 §3.3: a leap second"],
    ["29 Feb 2024 12:00:00 +0000", "2024-02-29T12:00:00.000Z", "a leap year"],
    ["30 Feb 2026 12:00:00 +0000", null, "no such day"],
    ["29 Feb 2026 12:00:00 +0000", null, "no such day"],
    ["31 Apr 2026 12:00:00 +0000", null, "no such day"],
    ["0 Mar 2026 12:00:00 +0000", null, "no such day"],
    ["2026-02-30T12:00:00Z", null, "no such day"],
    ["Mon, 2 Mar 2026 24:00:00 +0000", null, "no such time"],
    ["Mon, 2 Mar 2026 12:60:00 +0000", null, "no such time"],
    ["Mon, 2 Mar 2026", null, "no time"],
    ["3/2/2026 12:00:00", null, "day or month?"],
    ["Lun, 2 Mar 2026 12:00:00 +0000", NOON, "Python, JavaScript: a weekday in another language"],
    ["lun., 2 mar. 2026 12:00:00 +0000", NOON, "Python: shortened words in another language"],
    ["mar, 3 Mar 2026 12:00:00 +0000", "2026-03-03T12:00:00.000Z", "a Spanish Tuesday, not March"],
    ["March, 2 2026 12:00:00 +0000", NOON, "a month before the comma"],
    ["Пн, 2 Mar 2026 12:00:00 +0000", NOON, "Python, JavaScript: a weekday in another script"],
    ['"Mon, 2 Mar 2026 12:00:00 +0000"', NOON, "JavaMail: in quotation marks, as scripts send it"],
    ["Mon, 2 Mar 2026 1:00:00PM +0100", NOON, "no blank before PM"],
    ["2026-03-02 12:00:00.123456789 +0000 UTC m=+0.012", NOON, "Go: Time.String"],
    ["Mon, 2 Mai 2026 12:00:00 +0000", null, "a month in another language"],
    ["Mon, 2 Mar 2026 or so 12:00:00", null, "words before the time"],
    ["now", null, "no date"],
    ["1772452800", null, "no date"],
    ["", null, "no date"],
  ])("%j is %s: %s", (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  it.each<[text: string, form: string, unknownZone: string | undefined]>([
    ["Mon, 2 Mar 2026 12:00:00 +0000 (UTC)", "standard", undefined],
    ["Mon, 2 Mar 2026 12:00:00 GMT", "standard", undefined],
    ["Mon, 2 Mar 2026 12:00:00 EST", "obsolete", undefined],
    ["Mon, 2 Mar 2026 12:00:00 CET", "obsolete", "CET"],
    ["Mon, 2 Mar 2026 12:00:00 B", "obsolete", "B"],
    ["Mon, 2 Mar 26 12:00:00 +0000", "obsolete", undefined],
    ["Mon, 2 Mar 2026 12:00:00", "malformed", ""],
    ["Mon, 2 Mar 2026 12:00:00 +0100 CET", "malformed", undefined],
    ["2026-03-02T12:00:00Z", "malformed", undefined],
    ["2026-03-02 12:00:00", "malformed", ""],
    ["Mon Mar  2 12:00:00 2026", "malformed", ""],
  ])("%j is %s, and its zone was unknown: %s", (text, form, unknownZone) => {
    expect(parseDate(text)).toMatchObject({ form, unknownZone });
  });

  it("in the standard format is read as written", () => {
    const instants = fc.date({ min: new Date("1900-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    const zones = fc.integer({ min: -1439, max: 1439 });
    fc.assert(
      fc.property(instants, zones, (instant, minutes) => {
        const local = new Date(instant.getTime() + minutes * 60_000).toUTCString().replace("GMT", "");
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const zone = `${minutes < 0 ? "-" : "+"}${String(hours * 100 + rest).padStart(4, "0")}`;
        expect(parseDate(local + zone)).toEqual({
          date: new Date(Math.floor(instant.getTime() / 1000) * 1000),
          offset: minutes,
          form: "standard",
          unknownZone: undefined,
          weekday: new Date(instant.getTime() + minutes * 60_000).getUTCDay(),
        });
      }),
    );
  });

  it("in the usual form is read like the same date with a comment", () => {
    const number = (below: number) => fc.integer({ min: 0, max: below }).map((value) => String(value).padStart(2, "0"));
    const parts = fc.tuple(
      fc.constantFrom("", "Mon, ", "sun, "),
      fc.constantFrom("1", "01", "29", "31", "32"),
      fc.constantFrom("Feb", "mar", "DEC"),
      fc.constantFrom("0049", "1999", "2024", "2026", "9999"),
      number(25),
      number(61),
      number(61),
      fc.constantFrom("+", "-"),
      number(99),
      number(61),
    );
    fc.assert(
      fc.property(parts, ([name, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes]) => {
        const date = `${name}${day} ${month} ${year} ${hour}:${minute}:${second} ${sign}${zoneHours}${zoneMinutes}`;
        expect(parseDate(date)).toEqual(parseDate(`${date} (a comment)`));
      }),
      { numRuns: 1_000 },
    );
  });

  it("can be any text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9MarTueGT:+\-,() .]{0,40}$/), (text) => {
        const date = parseDate(text)?.date;
        expect(date === undefined || !Number.isNaN(date.getTime())).toBe(true);
      }),
    );
  });
});
