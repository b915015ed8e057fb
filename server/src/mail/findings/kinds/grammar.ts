import type { FindingTable } from "../finding-definition.ts";

/** Findings of group grammar: the header block and its addresses (RFC 5322). */
export const GRAMMAR_FINDINGS = {
  "line-over-78": {
    severity: "info",
    rfc: "RFC 5322 §2.1.1",
    text: "A line is longer than the 78 characters that are advised",
    fix: "Fold header fields, and wrap text or send it as quoted-printable",
  },
  "header-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "The message has no header at all",
    fix: "Send at least From and Date, then a blank line, then the text",
  },
  "blank-line-missing": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "A line that is no header field comes before the blank line that ends the header; it is taken as text",
    fix: "Put a blank line between header and body",
  },
  "header-line-without-colon": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "A line within the header is neither a field nor the continuation of one",
    fix: "Write Name: value, and begin the further lines of a value with a blank",
  },
  "fields-in-body": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "A blank line ends the header here, and what looks like the rest of it is taken as text",
    fix: "Take out the blank line; in a template, look for a line break too many",
  },
  "field-folded-away": {
    severity: "error",
    rfc: "RFC 5322 §2.2.3",
    text: "A line that looks like a field begins with a blank, so that it belongs to the field above it",
    fix: "Begin each field at the start of its line; in a template, look for the indentation",
  },
  "mbox-line": {
    severity: "warning",
    rfc: "RFC 4155",
    text: "The message begins with the line that separates messages in an mbox file",
    fix: "Leave out the line “From …” when a message is taken from an mbox file",
  },
  "byte-order-mark": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "A byte order mark stands before the first field; some readers lose the field",
    fix: "Write the message, or the template that it is made from, as UTF-8 without a byte order mark",
  },
  "blank-line-before-header": {
    severity: "error",
    rfc: "RFC 5322 §2.1",
    text: "The message begins with a blank line, which ends the header before it began; some readers show the fields as text",
    fix: "Begin with the first field; in a template, look for a line break before it",
  },
  "first-field-indented": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "Blanks stand before the first field, as if it continued another one",
    fix: "Begin each field at the start of its line; in a template, look for the indentation",
  },
  "blank-before-colon": {
    severity: "warning",
    rfc: "RFC 5322 §4.5",
    text: "Blanks stand between a field's name and its colon",
    fix: "Write the colon right behind the name",
  },
  "eight-bit-header": {
    severity: "error",
    rfc: "RFC 5322 §2.2",
    text: "The header has octets above 127, and MAIL did not ask for SMTPUTF8",
    fix: "Encode such text as RFC 2047 has it, like =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
  },
  "header-not-utf8": {
    severity: "error",
    rfc: "RFC 6532 §3",
    text: "The header has octets above 127 that are not UTF-8",
    fix: "Encode such text as RFC 2047 has it, naming its charset",
  },
  "field-repeated": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "A field that may stand once stands more than once",
    fix: "Send it once; addresses go into one field, with commas between them",
  },
  "return-path-present": {
    severity: "warning",
    rfc: "RFC 5321 §4.4",
    text: "The sender wrote Return-Path, which the last server adds",
    fix: "Leave it out, and give the address to MAIL FROM",
  },
  "from-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6",
    text: "There is no From field",
    fix: "Add From with the author's address",
  },
  "sender-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6.2",
    text: "From names several authors, and there is no Sender",
    fix: "Add Sender with the one who sent it, or name one author",
  },
  "address-malformed": {
    severity: "error",
    rfc: "RFC 5322 §3.4.1",
    text: "An address has no local part or no domain",
    fix: "Write name@domain, and put a name that has commas or dots in it into quotes",
  },
  "address-guessed": {
    severity: "warning",
    rfc: "RFC 5322 §3.4",
    text: "An address is not written as mail has it; other readers may find another one, or none",
    fix: "Write Name <name@domain>, with commas between addresses, and put a name that has commas or <> in it into quotes",
  },
  "address-obsolete": {
    severity: "info",
    rfc: "RFC 5322 §4.4",
    text: "An address is written in an obsolete form: with blanks or comments within it, or with a route",
    fix: "Write name@domain without anything within it",
  },
} as const satisfies FindingTable;
