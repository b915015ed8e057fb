import type { FindingTable } from "../finding-definition.ts";

/** Findings of group calendar: why Gmail and Outlook do not show a calendar part as an invitation. */
export const CALENDAR_FINDINGS = {
  "calendar-method-missing": {
    severity: "warning",
    rfc: "RFC 6047 §2.4",
    text: "The method of a calendar part is missing in one of its two places, or differs: mail programs show no invitation",
    fix: "Write the same method in both places: Content-Type: text/calendar; method=REQUEST, and METHOD:REQUEST in the calendar",
  },
  "calendar-not-inline": {
    severity: "warning",
    rfc: "RFC 6047 §2.4",
    text: "An invitation is only attached as a file: Outlook shows no buttons to answer it",
    fix: "Add it to multipart/alternative, after the text and the HTML, as text/calendar without Content-Disposition: attachment",
  },
  "calendar-invalid": {
    severity: "warning",
    rfc: "RFC 5545 §3.4",
    text: "A calendar part does not follow the iCalendar grammar, so mail clients ignore it",
    fix: "Write the calendar with a library, and look at its lines in the source",
  },
  "calendar-organizer": {
    severity: "warning",
    rfc: "RFC 5546 §3.2.2, RFC 6047 §2.4",
    text: "The organizer of an invitation is missing, or is not the sender of the message: mail programs do not trust it",
    fix: "Write ORGANIZER:mailto: with the address of From, Sender or Reply-To",
  },
} as const satisfies FindingTable;
