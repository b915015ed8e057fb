import * as Type from "typebox";

/** A time of an event, as written and as an instant. */
export const CalendarTime = Type.Object(
  {
    local: Type.String({ description: "As written: 2026-03-01T10:00:00, or 2026-03-01 for a whole day" }),
    zone: Type.Union([Type.String(), Type.Null()], {
      description: "Its time zone as written (TZID), UTC for a time in UTC; null if it has none",
    }),
    utc: Type.Union([Type.String({ format: "date-time" }), Type.Null()], {
      description: "The instant; null for a whole day, a time without a zone, and an unknown zone",
    }),
  },
  { $id: "CalendarTime" },
);
export type CalendarTime = Type.Static<typeof CalendarTime>;

/** A person of an event: its organizer, or somebody who is invited. */
export const CalendarPerson = Type.Object(
  {
    name: Type.String({ description: "CN; empty if there is none" }),
    address: Type.String({ description: "Without mailto:" }),
    status: Type.Union([Type.String(), Type.Null()], {
      description: "Participation (PARTSTAT, RFC 5545 §3.2.12), lower case: accepted, declined, needs-action, …",
    }),
    role: Type.Union([Type.String(), Type.Null()], {
      description: "ROLE (RFC 5545 §3.2.16), lower case: chair, req-participant, opt-participant, non-participant",
    }),
  },
  { $id: "CalendarPerson" },
);
export type CalendarPerson = Type.Static<typeof CalendarPerson>;

/** How often an event repeats. */
export const CalendarRecurrence = Type.Object(
  {
    rule: Type.String({ description: "RRULE (RFC 5545 §3.8.5.3), at most 500 characters" }),
    text: Type.Union([Type.String(), Type.Null()], {
      description: "The rule in words; null where it is not simple",
    }),
  },
  { $id: "CalendarRecurrence" },
);
export type CalendarRecurrence = Type.Static<typeof CalendarRecurrence>;

/** A VEVENT, VTODO or VJOURNAL (RFC 5545 §3.6). */
export const CalendarEvent = Type.Object(
  {
    kind: Type.Union([Type.Literal("event"), Type.Literal("to-do"), Type.Literal("journal")]),
    uid: Type.String(),
    sequence: Type.Union([Type.Integer(), Type.Null()]),
    summary: Type.String(),
    description: Type.String({ description: "At most 2,000 characters" }),
    location: Type.String(),
    url: Type.String(),
    status: Type.Union([Type.String(), Type.Null()], { description: "Lower case: confirmed, tentative, cancelled, …" }),
    start: Type.Union([CalendarTime, Type.Null()]),
    end: Type.Union([CalendarTime, Type.Null()], {
      description: "DTEND or DUE, or computed from DURATION. The end of a whole day is the day after the last",
    }),
    recurrence: Type.Union([CalendarRecurrence, Type.Null()]),
    organizer: Type.Union([CalendarPerson, Type.Null()]),
    attendees: Type.Array(CalendarPerson, { description: "The first 100" }),
    attendeeCount: Type.Integer(),
  },
  { $id: "CalendarEvent" },
);
export type CalendarEvent = Type.Static<typeof CalendarEvent>;

/** A text/calendar part (RFC 5545, RFC 6047). */
export const Calendar = Type.Object(
  {
    part: Type.String({ description: "`number` of the part" }),
    method: Type.Union([Type.String(), Type.Null()], {
      description: "METHOD of the calendar, or else of the Content-Type, upper case: REQUEST, CANCEL, REPLY, …",
    }),
    error: Type.Union([Type.String(), Type.Null()], { description: "Why it cannot be read" }),
    events: Type.Array(CalendarEvent, { description: "The first 20" }),
    eventCount: Type.Integer(),
  },
  { $id: "Calendar" },
);
export type Calendar = Type.Static<typeof Calendar>;
