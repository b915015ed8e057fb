import { createMultipart, htmlPart, type Mistake, TEXT_PART } from "./mistake.ts";

const event = (lines: readonly string[], method = "METHOD:REQUEST") =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Example//Shop//EN",
    ...(method === "" ? [] : [method]),
    "BEGIN:VEVENT",
    ...lines,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
const LINES = [
  "UID:1@example.com",
  "DTSTAMP:20261127T120000Z",
  "DTSTART:20261201T090000Z",
  "DTEND:20261201T100000Z",
  "SUMMARY:Delivery",
  "ORGANIZER:mailto:shop@example.com",
  "ATTENDEE;RSVP=TRUE:mailto:ann@example.org",
];
const invitation = (calendar: string, type = "text/calendar; charset=utf-8; method=REQUEST") =>
  createMultipart("multipart/alternative", [
    TEXT_PART,
    htmlPart("<p>Delivery</p>"),
    [{ "Content-Type": type }, calendar],
  ]);

/** Mistakes in invitations. */
export const CALENDAR_MISTAKES: readonly Mistake[] = [
  {
    code: "calendar-method-missing",
    title: "No method in the content type",
    message: invitation(event(LINES), "text/calendar; charset=utf-8"),
  },
  { code: "calendar-method-missing", title: "No METHOD in the calendar", message: invitation(event(LINES, "")) },
  {
    code: "calendar-not-inline",
    title: "The invitation is only an attachment",
    message: createMultipart("multipart/mixed", [
      TEXT_PART,
      [
        {
          "Content-Type": 'text/calendar; charset=utf-8; method=REQUEST; name="invite.ics"',
          "Content-Disposition": 'attachment; filename="invite.ics"',
        },
        event(LINES),
      ],
    ]),
  },
  {
    code: "calendar-invalid",
    title: "No UID and no DTSTART",
    message: invitation(
      event(["SUMMARY:Delivery", "ORGANIZER:mailto:shop@example.com", "ATTENDEE:mailto:ann@example.org"]),
    ),
  },
  {
    code: "calendar-invalid",
    title: "A day without VALUE=DATE",
    message: invitation(
      event(LINES.map((line) => line.replace(/^(DT(?:START|END)):(\d{8}).*/, (_, name, day) => `${name}:${day}`))),
    ),
  },
  { code: "calendar-invalid", title: "The calendar is cut off", message: invitation(event(LINES).slice(0, 120)) },
  {
    code: "calendar-organizer",
    title: "An invitation without its organizer",
    message: invitation(event(LINES.filter((line) => !line.startsWith("ORGANIZER")))),
  },
];

/** A well-formed invitation. */
export const INVITATION = invitation(event(LINES));
