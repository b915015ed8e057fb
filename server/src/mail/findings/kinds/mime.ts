import type { FindingTable } from "../finding-definition.ts";

/** Findings of group mime: the structure of a message, its parts and their encodings. */
export const MIME_FINDINGS = {
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
  "mime-version-missing": {
    severity: "warning",
    rfc: "RFC 2045 §4",
    text: "There is a Content-Type and no MIME-Version, so that a reader may show the body as it stands",
    fix: "Add MIME-Version: 1.0",
  },
  "content-field-malformed": {
    severity: "error",
    rfc: "RFC 2045 §5.1",
    text: "A field that says what the content is does not say it as it has to, and is read by guessing",
    fix: "Write the value without quotes (a type as type/subtype), a semicolon before each parameter, and quotes around what has blanks or parentheses in it",
  },
  "parameter-conflicting": {
    severity: "warning",
    rfc: "RFC 2045 §5.1",
    text: "A parameter has two values, of which one reader may take the first and another one the second",
    fix: "Write each parameter once, and the same file name in Content-Type and Content-Disposition",
  },
  "parameter-continuation-broken": {
    severity: "warning",
    rfc: "RFC 2231 §3, §4",
    text: "A value in several sections, or percent-encoded, is not written as it has to be, and is read by guessing",
    fix: "Number the sections from 0 without a gap, and write name*0*=utf-8''text, with % as %25",
  },
  "encoded-word-in-parameter": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "A parameter has an encoded word, which is not allowed there; some readers show it as it stands",
    fix: "Encode the value as RFC 2231 has it, like filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf",
  },
  "encoded-word-in-quotes": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "A quoted name has an encoded word, which is not decoded there; some readers show it as it stands",
    fix: "Leave out the quotation marks around an encoded word",
  },
  "encoded-word-in-address": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "An address has an encoded word; only its name may have one, and replies go nowhere",
    fix: "Encode the name only, as in =?utf-8?Q?J=C3=BCrgen?= <j@example.com>; write a domain as xn--…",
  },
  "eight-bit-parameter": {
    severity: "warning",
    rfc: "RFC 2231 §4",
    text: "A parameter has octets above 127; readers guess their charset",
    fix: "Encode the value as RFC 2231 has it, like filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf",
  },
  "boundary-missing": {
    severity: "error",
    rfc: "RFC 2046 §5.1.1",
    text: "A multipart names no boundary, or one that never comes",
    fix: "Add the boundary parameter, and begin each part with a line of -- and the boundary",
  },
  "multipart-unterminated": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.1",
    text: "The closing delimiter of a multipart is missing; the message may have been cut off",
    fix: "End the multipart with a line of --, the boundary and --",
  },
  "multipart-encoded": {
    severity: "error",
    rfc: "RFC 2045 §6.4",
    text: "A multipart says that it is encoded itself; readers that believe it, or do not decode it, see no parts",
    fix: "Encode the parts only, and label the multipart 7bit, 8bit or binary",
  },
  "parts-cut": {
    severity: "info",
    rfc: "RFC 2046 §5.1",
    text: "The message has more parts, or deeper ones, than are looked at here",
    fix: "Send fewer parts; other readers have limits too",
  },
  "html-without-text": {
    severity: "info",
    rfc: "RFC 2046 §5.1.4",
    text: "The message is HTML without a text/plain alternative",
    fix: "Send multipart/alternative with the text first; text readers and spam filters look for it",
  },
  "alternatives-out-of-order": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "In an alternative the text comes after the HTML, so that readers show the text: the last is the best",
    fix: "Put text/plain first and text/html after it",
  },
  "filename-missing": {
    severity: "info",
    rfc: "RFC 2183 §2.3",
    text: "An attached part has no file name; clients invent one, or do not show it",
    fix: "Add filename to its Content-Disposition",
  },
  "attachment-in-alternative": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "A file is one of the alternatives; clients show it in place of the text, or do not show it",
    fix: "Put the file beside the multipart/alternative, both in a multipart/mixed",
  },
  "text-in-mixed": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "Text and HTML follow one another in a multipart/mixed; clients show both, or the HTML as a file",
    fix: "Put the two into a multipart/alternative",
  },
  "cid-outside-related": {
    severity: "warning",
    rfc: "RFC 2387 §4",
    text: "A part that the HTML shows is not in a multipart/related with it; some clients list it as a file, and leave the picture empty",
    fix: "Put the HTML and the parts that it shows into a multipart/related",
  },
  "content-id-malformed": {
    severity: "warning",
    rfc: "RFC 2392 §2",
    text: "A Content-ID is not in angle brackets, or has blanks in it; some clients do not find the part",
    fix: "Write Content-ID: <logo@example.com>, and cid:logo@example.com in the HTML",
  },
  "cid-unresolved": {
    severity: "warning",
    rfc: "RFC 2392 §2",
    text: "The HTML refers to a part by a Content-ID that no part has: a picture stays empty, a link leads nowhere",
    fix: "Give the part that Content-ID, in angle brackets",
  },
} as const satisfies FindingTable;
