import type { FindingTable } from "../finding-definition.ts";

/** Findings of group grammar: names and values of the header fields (RFC 5322 §3.6). */
export const FIELD_FINDINGS = {
  "field-empty": {
    severity: "warning",
    rfc: "RFC 5322 §3.6",
    text: "A field has no value, or the word that a program prints for a missing one",
    fix: "Leave the field out if there is no value for it",
  },
  "field-unknown-near": {
    severity: "warning",
    rfc: "RFC 5322 §3.6",
    text: "The name of a field is not known, and nearly that of a common field; readers ignore it",
    fix: "Write the name of the common field",
  },
  "reply-to-misspelt": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.2",
    text: "The name of a field is nearly Reply-To; readers ignore it, and replies go to From",
    fix: "Write Reply-To",
  },
  "header-injection": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "Fields stand where a line break in the text of a user would put them; anybody who fills in a form may add recipients",
    fix: "Remove CR and LF from values before they are written into the header, or use a library that does",
  },
  "entity-in-header": {
    severity: "warning",
    rfc: "RFC 5322 §2.2",
    text: "A field has a character reference of HTML, which readers show as it stands",
    fix: "Escape text for HTML only in the HTML part; write the character itself into the header",
  },
  "template-leftover": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.5",
    text: "A placeholder was sent, or the word for a missing value in its place",
    fix: "Render the template with all its values, and look for a misspelt name of a variable",
  },
  "date-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6.1",
    text: "There is no Date field",
    fix: "Add Date, like Mon, 23 Nov 2026 18:30:00 +0100",
  },
  "date-invalid": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field is no date, or one that does not exist",
    fix: "Write it like Mon, 23 Nov 2026 18:30:00 +0100, in English",
  },
  "date-malformed": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field is not written as mail has it; other readers may take another time, or none",
    fix: "Write it like Mon, 23 Nov 2026 18:30:00 +0100, in English",
  },
  "date-obsolete": {
    severity: "info",
    rfc: "RFC 5322 §4.3",
    text: "The Date field has a year of two or three digits, or a zone by its name",
    fix: "Write the year with four digits, and the zone as a number, like +0100",
  },
  "date-without-zone": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field has no zone; the time is taken for UTC, or for the reader's own zone",
    fix: "Write the zone as a number, like +0100",
  },
  "date-zone-unknown": {
    severity: "warning",
    rfc: "RFC 5322 §4.3",
    text: "The Date field has a zone whose name mail does not define; the time is taken for UTC",
    fix: "Write the zone as a number, like +0100",
  },
  "date-weekday-wrong": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The weekday in the Date field is not that of the day",
    fix: "Compute the weekday from the day, in the same zone; or leave it out",
  },
  "date-skew": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field is not the time at which the message was sent",
    fix: "Set Date when the message is sent, and set the clock",
  },
  "message-id-missing": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    text: "There is no Message-ID, so that answers cannot be threaded, and spam filters look twice",
    fix: "Add Message-ID with a unique name, like <2026.4711@example.com>",
  },
  "message-id-malformed": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    text: "The Message-ID is not of the form <name@domain>",
    fix: "Write it like <2026.4711@example.com>",
  },
  "message-id-domain": {
    severity: "info",
    rfc: "RFC 5322 §3.6.4",
    text: "The domain of the Message-ID is not unique in the world; spam filters look twice",
    fix: "Set the domain of From as the host name, or give it to the function that creates the Message-ID",
  },
  "subject-empty": {
    severity: "info",
    rfc: "RFC 5322 §3.6.5",
    text: "The message has no subject",
    fix: "Add Subject; where the program has set one, the source shows what became of it",
  },
  "list-unsubscribe-malformed": {
    severity: "warning",
    rfc: "RFC 2369 §2",
    text: "List-Unsubscribe is not a list of URLs in angle brackets; mail clients show no button",
    fix: "Write List-Unsubscribe: <https://example.com/u/4711>, <mailto:leave@example.com>",
  },
  "list-id-malformed": {
    severity: "warning",
    rfc: "RFC 2919 §2",
    text: "List-Id has no name like list.example.com in angle brackets",
    fix: "Write List-Id: News <news.example.com>",
  },
} as const satisfies FindingTable;
