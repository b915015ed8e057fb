import type { FindingTable } from "../finding-definition.ts";

/** Findings of group grammar: the header block and its addresses (RFC 5322). */
export const GRAMMAR_FINDINGS = {
  "line-over-78": {
    severity: "info",
    rfc: "RFC 5322 §2.1.1",
    text: "A line is longer than the recommended 78 characters",
    fix: "Fold header fields; wrap text or encode it as quoted-printable",
  },
  "header-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "The message has no header",
    fix: "Send at least From and Date, then a blank line, then the text",
  },
  "blank-line-missing": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "A line before the blank line is not a header field, so the body begins there",
    fix: "Add a blank line after the last header field, or the missing colon",
  },
  "header-line-without-colon": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "A line of the header is neither a field nor a continuation",
    fix: "Write fields as Name: value; begin continuation lines with a space",
  },
  "fields-in-body": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "A blank line ends the header early, so the remaining fields are part of the body",
    fix: "Remove the blank line; check the template for an extra line break",
  },
  "field-folded-away": {
    severity: "error",
    rfc: "RFC 5322 §2.2.3",
    text: "A field is indented, so it continues the field above it",
    fix: "Remove the indentation; check the template",
  },
  "mbox-line": {
    severity: "warning",
    rfc: "RFC 4155",
    text: "The message begins with the separator line of an mbox file",
    fix: "Remove the “From …” line when reading messages from an mbox file",
  },
  "byte-order-mark": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "A byte order mark precedes the first field, which some readers then ignore",
    fix: "Save the message, or its template, as UTF-8 without a byte order mark",
  },
  "blank-line-before-header": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "A blank line precedes the header, so some readers show the fields as text",
    fix: "Remove the blank line; check the template for a leading line break",
  },
  "first-field-indented": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "The first field is indented like a continuation line",
    fix: "Remove the indentation; check the template",
  },
  "blank-before-colon": {
    severity: "warning",
    rfc: "RFC 5322 §4.5",
    text: "There are spaces between a field name and its colon",
    fix: "Remove the spaces",
  },
  "eight-bit-header": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "The header has bytes above 127, but MAIL had no SMTPUTF8 parameter",
    fix: "Use encoded words (RFC 2047), such as =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
  },
  "header-not-utf8": {
    severity: "error",
    rfc: "RFC 6532 §3",
    text: "The header has bytes above 127 that are not UTF-8",
    fix: "Use encoded words (RFC 2047), which name the charset",
  },
  "field-repeated": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "A field that is allowed once occurs more than once",
    fix: "Send the field once; separate several addresses by commas",
  },
  "return-path-present": {
    severity: "warning",
    rfc: "RFC 5321 §4.4",
    text: "The message has a Return-Path field, which only the final server may add",
    fix: "Remove the field; pass the address in MAIL FROM",
  },
  "from-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "The message has no From field",
    fix: "Add From with the author's address",
  },
  "sender-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6.2",
    text: "From has several authors, but there is no Sender field",
    fix: "Add Sender with the author who sent the message",
  },
  "address-malformed": {
    severity: "error",
    rfc: "RFC 5322 §3.4.1",
    text: "An address has no local part or no domain",
    fix: "Write name@domain; quote display names that contain commas or dots",
  },
  "address-guessed": {
    severity: "warning",
    rfc: "RFC 5322 §3.4",
    text: "An address is malformed, so other readers may read it differently",
    fix: "Write Name <name@domain>; separate addresses by commas; quote names that contain commas, colons or brackets",
  },
  "address-obsolete": {
    severity: "info",
    rfc: "RFC 5322 §4.4",
    text: "An address has an obsolete form, with spaces, comments or a route in it",
    fix: "Write name@domain",
  },
  "message-id-repeated": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.4",
    text: "Another message here has the same Message-ID, so mail clients may show only one of them",
    fix: "Create a new Message-ID for each message, or let the library create it",
  },
} as const satisfies FindingTable;
