import type { FindingTable } from "../finding-definition.ts";

/** Findings of group grammar: names and values of the header fields (RFC 5322 §3.6). */
export const FIELD_FINDINGS = {
  "field-empty": {
    severity: "warning",
    rfc: "RFC 5322 §3.6",
    text: "A field is empty, or has only a word such as “undefined”",
    fix: "Leave the field out if it has no value",
  },
  "field-unknown-near": {
    severity: "warning",
    rfc: "RFC 5322 §3.6",
    text: "An unknown field has nearly the name of a common one, so readers ignore it",
    fix: "Correct the name of the field",
  },
  "reply-to-misspelt": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.2",
    text: "A field name is a misspelling of Reply-To, so replies go to From",
    fix: "Write Reply-To",
  },
  "header-injection": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "Header fields appear where a line break in user input would put them, so anyone who fills in a form may be able to add recipients",
    fix: "Remove CR and LF from values before writing them into the header, or use a library that does",
  },
  "entity-in-header": {
    severity: "warning",
    rfc: "RFC 5322 §2.2",
    text: "A field contains an HTML character reference, which readers show literally",
    fix: "Escape text for HTML only in the HTML part; write the character itself in the header",
  },
  "template-leftover": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.5",
    text: "A placeholder was not replaced, or was replaced by the word for a missing value",
    fix: "Pass all values to the template; check for misspelt variable names",
  },
  "date-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6.1",
    text: "The message has no Date field",
    fix: "Add Date, such as Mon, 23 Nov 2026 18:30:00 +0100",
  },
  "date-invalid": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field is not a valid date",
    fix: "Write it as Mon, 23 Nov 2026 18:30:00 +0100, in English",
  },
  "date-malformed": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field is malformed, so other readers may read a different time",
    fix: "Write it as Mon, 23 Nov 2026 18:30:00 +0100, in English",
  },
  "date-obsolete": {
    severity: "info",
    rfc: "RFC 5322 §4.3",
    text: "The Date field has an obsolete form, with a short year or a named time zone",
    fix: "Write four digits for the year, and a numeric time zone such as +0100",
  },
  "date-without-zone": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field has no time zone, so it is read as UTC or as the reader's local time",
    fix: "Write a numeric time zone, such as +0100",
  },
  "date-zone-unknown": {
    severity: "warning",
    rfc: "RFC 5322 §4.3",
    text: "The Date field has an unknown time zone name, so it is read as UTC",
    fix: "Write a numeric time zone, such as +0100",
  },
  "date-weekday-wrong": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The weekday in the Date field does not match the date",
    fix: "Compute the weekday in the same time zone as the date, or leave it out",
  },
  "date-skew": {
    severity: "warning",
    rfc: "RFC 5322 §3.3",
    text: "The Date field differs from the time at which the message arrived",
    fix: "Set Date when the message is sent; check the clock and the time zone",
  },
  "message-id-missing": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    text: "The message has no Message-ID, so replies cannot be threaded",
    fix: "Add a unique Message-ID, such as <2026.4711@example.com>",
  },
  "message-id-malformed": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    text: "The Message-ID is not of the form <name@domain>",
    fix: "Write it as <2026.4711@example.com>",
  },
  "message-id-domain": {
    severity: "info",
    rfc: "RFC 5322 §3.6.4",
    text: "The domain of the Message-ID is not globally unique, which spam filters may penalise",
    fix: "Use the domain of From when creating the Message-ID",
  },
  "subject-empty": {
    severity: "info",
    rfc: "RFC 5322 §3.6.5",
    text: "The message has no subject",
    fix: "Add a Subject; if the program sets one, check the source for what became of it",
  },
  "list-unsubscribe-malformed": {
    severity: "warning",
    rfc: "RFC 2369 §2",
    text: "List-Unsubscribe is not a list of URLs in angle brackets, so mail clients show no unsubscribe button",
    fix: "Write List-Unsubscribe: <https://example.com/u/4711>, <mailto:leave@example.com>",
  },
  "list-id-malformed": {
    severity: "warning",
    rfc: "RFC 2919 §2",
    text: "List-Id has no list name in angle brackets",
    fix: "Write List-Id: News <news.example.com>",
  },
} as const satisfies FindingTable;
