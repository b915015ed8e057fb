import { describe, expect, test } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { countBySeverity, lintForRow, lintMail } from "../lint-mail.ts";
import { parseForRow } from "../parse-for-row.ts";

const HEADER = [
  "From: Ann <ann@example.com>",
  "To: Zoe <zoe@example.net>",
  "Subject: Plan",
  "Date: Mon, 23 Nov 2026 12:00:00 +0100",
  "Message-ID: <1@example.com>",
  "MIME-Version: 1.0",
];
const TEXT = ["--b", "Content-Type: text/plain", "", "You are invited."];

const EVENT = [
  "BEGIN:VEVENT",
  "UID:1@example.com",
  "DTSTAMP:20261120T120000Z",
  "DTSTART:20261124T120000Z",
  "ORGANIZER;CN=Ann:mailto:Ann@example.com",
  "ATTENDEE;CN=Zoe:mailto:zoe@example.net",
  "END:VEVENT",
];
const calendar = (...lines: readonly string[]) => [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//x",
  ...lines,
  "END:VCALENDAR",
];
const REQUEST = calendar("METHOD:REQUEST", ...EVENT);
const INLINE = "Content-Type: text/calendar; method=REQUEST; charset=utf-8";

const without = (lines: readonly string[], start: string) => lines.filter((line) => !line.startsWith(start));
const replace = (lines: readonly string[], start: string, ...others: readonly string[]) =>
  lines.flatMap((line) => (line.startsWith(start) ? others : [line]));

/** A part: its header and its lines. */
type CalendarPart = readonly [head: readonly string[], lines: readonly string[]];

function createSource(type: string, ...parts: readonly CalendarPart[]): string {
  const written = parts.flatMap(([head, lines]) => ["--b", ...head, "", ...lines]);
  return [...HEADER, `Content-Type: multipart/${type}; boundary=b`, "", ...TEXT, ...written, "--b--", ""].join("\r\n");
}

function lint(source: string) {
  const mail = createMail(source);
  const findings = lintMail(mail).filter(({ group }) => group === "calendar");
  // Rows count the same.
  const ofRow = lintForRow(parseForRow(mail)).filter(({ group }) => group === "calendar");
  expect(countBySeverity(ofRow)).toEqual(countBySeverity(findings));
  return findings.map(({ code, text }) => `${code} ${text}`);
}

const lintOne = (head: readonly string[], lines: readonly string[]) => lint(createSource("alternative", [head, lines]));

describe("no findings", () => {
  test.each([
    ["an invitation", createSource("alternative", [[INLINE], REQUEST])],
    [
      "an invitation with a copy as a file",
      createSource("mixed", [[INLINE], REQUEST], [["Content-Type: application/ics; name=invite.ics"], REQUEST]),
    ],
    [
      "an event to save",
      createSource("mixed", [
        ["Content-Type: text/calendar; name=event.ics", "Content-Disposition: attachment"],
        calendar(...without(without(EVENT, "ATTENDEE"), "ORGANIZER")),
      ]),
    ],
    [
      "a published event as a file",
      createSource("mixed", [
        ["Content-Type: text/calendar; name=event.ics", "Content-Disposition: attachment"],
        calendar("METHOD:PUBLISH", ...EVENT),
      ]),
    ],
    [
      "an event with attendees and no organizer, as a file",
      createSource("mixed", [
        ["Content-Type: text/calendar; name=event.ics", "Content-Disposition: attachment"],
        calendar(...without(EVENT, "ORGANIZER")),
      ]),
    ],
    [
      "an event with an alarm by mail, as a file",
      createSource("mixed", [
        ["Content-Type: text/calendar; name=event.ics", "Content-Disposition: attachment"],
        calendar(
          ...replace(
            without(EVENT, "ATTENDEE"),
            "END",
            "BEGIN:VALARM",
            "ATTENDEE:mailto:a@example.com",
            "END:VALARM",
            "END:VEVENT",
          ),
        ),
      ]),
    ],
    [
      "an invitation that an assistant sends",
      createSource("alternative", [
        [INLINE],
        replace(REQUEST, "ORGANIZER", 'ORGANIZER;SENT-BY="mailto:ann@example.com":mailto:boss@example.com'),
      ]),
    ],
    [
      "a component of another RFC",
      createSource("mixed", [
        ["Content-Type: text/calendar; name=a.ics", "Content-Disposition: attachment"],
        calendar("BEGIN:VAVAILABILITY", "UID:1", "END:VAVAILABILITY"),
      ]),
    ],
    [
      "a zone whose name is unique everywhere",
      createSource("alternative", [
        [INLINE],
        replace(REQUEST, "DTSTART", "DTSTART;TZID=/example.org/Europe/Berlin:20261124T120000"),
      ]),
    ],
    [
      "a reply, whose organizer is the recipient",
      createSource("alternative", [
        ["Content-Type: text/calendar; method=REPLY"],
        calendar("METHOD:REPLY", ...replace(EVENT, "ORGANIZER", "ORGANIZER:mailto:zoe@example.net")),
      ]),
    ],
    [
      "an invitation of 100 KB",
      createSource("alternative", [
        [INLINE],
        calendar("METHOD:REQUEST", ...EVENT, ...Array.from({ length: 500 }, () => EVENT).flat()),
      ]),
    ],
  ])("%s", (_, source) => {
    expect(lint(source)).toEqual([]);
  });
});

describe("calendar-method-missing", () => {
  test.each([
    ["Content-Type: text/calendar", REQUEST, "lacks method=REQUEST"],
    [INLINE, without(REQUEST, "METHOD"), "lacks METHOD:REQUEST"],
    ["Content-Type: text/calendar; method=CANCEL", REQUEST, "method=CANCEL in the Content-Type, METHOD:REQUEST"],
    ["Content-Type: text/calendar", without(REQUEST, "METHOD"), "neither"],
  ])("%s", (head, lines, detail) => {
    expect(lintOne([head], lines)).toEqual([expect.stringMatching(new RegExp(`^calendar-method-missing .*${detail}`))]);
  });
});

test.each([
  [["Content-Type: application/ics; name=invite.ics"]],
  [
    [
      "Content-Type: text/calendar; method=REQUEST; name=invite.ics",
      "Content-Disposition: attachment; filename=invite.ics",
    ],
  ],
])("calendar-not-inline: %j", (head) => {
  const found = lint(createSource("mixed", [head, REQUEST]));
  expect(found).toContainEqual(expect.stringMatching(/^calendar-not-inline /));
  expect(found).not.toContainEqual(expect.stringMatching(/^calendar-(?:invalid|organizer) /));
});

describe("calendar-invalid", () => {
  test.each([
    ["END:VEVENT is missing", without(REQUEST, "END:VEVENT"), "ends a component that is not open"],
    ["END:VCALENDAR is missing", without(REQUEST, "END:VCALENDAR"), "END:VCALENDAR is missing"],
    ["no UID", without(REQUEST, "UID"), "UID is missing in VEVENT"],
    ["no DTSTAMP", without(REQUEST, "DTSTAMP"), "DTSTAMP is missing in VEVENT"],
    ["no DTSTART", without(REQUEST, "DTSTART"), "DTSTART is missing in VEVENT"],
    ["no VERSION", without(REQUEST, "VERSION"), "VERSION is missing"],
    ["no attendee", without(REQUEST, "ATTENDEE"), "needs an ATTENDEE"],
    ["a date of another format", replace(REQUEST, "DTSTART", "DTSTART:2026-11-24T12:00:00Z"), "is no date"],
    [
      "an end before the start",
      replace(REQUEST, "DTSTART", "DTSTART:20261124T120000Z", "DTEND:20261124T110000Z"),
      "is before",
    ],
    ["an hour 24", replace(REQUEST, "DTSTART", "DTSTART:20261124T240000Z"), "is no date"],
    [
      "a zone without a definition",
      replace(REQUEST, "DTSTART", "DTSTART;TZID=Europe/Berlin:20261124T120000"),
      "no VTIMEZONE",
    ],
    [
      "two ends",
      replace(REQUEST, "DTSTART", "DTSTART:20261124T120000Z", "DTEND:20261124T130000Z", "DURATION:PT1H"),
      "both",
    ],
    ["no event", calendar("METHOD:REQUEST", "ORGANIZER:mailto:ann@example.com"), "no VEVENT"],
    ["another text", ["Hello"], "colon"],
  ])("%s", (_, lines, detail) => {
    expect(lintOne([INLINE], lines)).toContainEqual(expect.stringMatching(new RegExp(`^calendar-invalid .*${detail}`)));
  });
});

describe("calendar-organizer", () => {
  test.each([
    ["missing", without(REQUEST, "ORGANIZER"), "no ORGANIZER"],
    ["no address", replace(REQUEST, "ORGANIZER", "ORGANIZER:Ann"), "not mailto"],
    [
      "another sender",
      replace(REQUEST, "ORGANIZER", "ORGANIZER:mailto:max@example.com"),
      "max@example.com, the sender ann@",
    ],
  ])("%s", (_, lines, detail) => {
    expect(lintOne([INLINE], lines)).toEqual([expect.stringMatching(new RegExp(`^calendar-organizer .*${detail}`))]);
  });
});
