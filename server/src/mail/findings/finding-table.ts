import type { FindingDefinition } from "./finding-definition.ts";
import { MIME_FINDINGS } from "./mime-finding-table.ts";

/** All findings in a message's bytes. The engine has its own table of wire findings. */
export const FINDINGS = {
  // Lines
  "bare-lf": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A line ends with LF alone",
    fix: "End every line with CR LF; many servers refuse the rest since SMTP smuggling became known",
  },
  "bare-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A CR stands without its LF",
    fix: "Send CR only as part of CR LF",
  },
  "doubled-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A line ends with CR CR LF; some readers show a blank line after each line, or no header",
    fix: "Write CR LF in binary mode: a stream in text mode makes CR CR LF of it on Windows",
  },
  "line-too-long": {
    severity: "error",
    rfc: "RFC 5322 §2.1.1",
    text: "A line is longer than 998 octets",
    fix: "Encode the body as quoted-printable or base64, and fold long header fields",
  },
  "line-over-78": {
    severity: "info",
    rfc: "RFC 5322 §2.1.1",
    text: "A line is longer than the 78 characters that are advised",
    fix: "Fold header fields, and wrap text or send it as quoted-printable",
  },
  nul: {
    severity: "error",
    rfc: "RFC 5322 §4",
    text: "The message has NUL octets",
    fix: "Encode binary parts as base64",
  },

  // The header block
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

  // Who, when, what
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
  "from-differs": {
    severity: "info",
    rfc: "RFC 7489 §3.1",
    text: "From differs from the envelope's sender",
    fix: "Leave it where that is meant (bounces, lists), or send with the same domain, so that SPF agrees with From",
  },
  "recipient-not-in-header": {
    severity: "info",
    rfc: "RFC 5322 §3.6.3",
    text: "The envelope has a recipient that To and Cc do not name, as for a blind copy",
    fix: "Leave it where that is meant, or add the recipient to To",
  },
  "recipient-not-in-envelope": {
    severity: "info",
    rfc: "RFC 5321 §2.3.1",
    text: "To or Cc names somebody whom the envelope does not, so that it is not delivered to them",
    fix: "Leave it where that is meant (lists, one copy for each), or give the address to RCPT TO; the session shows whether it was refused",
  },
  "bcc-in-header": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.3",
    text: "The Bcc field was sent along, so that everybody can read it",
    fix: "Take Bcc out before sending, and give its addresses to RCPT TO",
  },
  "date-missing": {
    severity: "error",
    rfc: "RFC 5322 §3.6.1",
    text: "There is no Date field",
    fix: "Add Date, like Mon, 23 Nov 2026 18:30:00 +0100",
  },
  "date-unreadable": {
    severity: "error",
    rfc: "RFC 5322 §3.3",
    text: "The Date field cannot be read as a date",
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
  "date-zone-unknown": {
    severity: "warning",
    rfc: "RFC 5322 §4.3",
    text: "The Date field has no zone, or one whose name mail does not define; the time is taken for UTC",
    fix: "Write the zone as a number, like +0100",
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
  "subject-empty": {
    severity: "info",
    rfc: "RFC 5322 §3.6.5",
    text: "The message has no subject",
    fix: "Add Subject; where the program has set one, the source shows what became of it",
  },
  "encoded-word-broken": {
    severity: "warning",
    rfc: "RFC 2047 §2",
    text: "An encoded word cannot be decoded, or does not hold whole characters",
    fix: "Encode each word by itself, in a charset that is known, without blanks in it",
  },
  "encoded-word-too-long": {
    severity: "info",
    rfc: "RFC 2047 §2",
    text: "An encoded word is longer than 75 characters",
    fix: "Break it into several, with a fold between them",
  },
  "list-unsubscribe-missing": {
    severity: "warning",
    rfc: "RFC 8058 §3.1",
    text: "This is bulk mail by its own word, and has no List-Unsubscribe; the big mailbox providers refuse that",
    fix: "Add List-Unsubscribe with an https link, and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  },

  ...MIME_FINDINGS,
} as const satisfies Record<string, FindingDefinition>;

export type FindingCode = keyof typeof FINDINGS;
