import type { FindingTable } from "../finding-definition.ts";

/** Findings of group mime: the structure of a message, its parts and their encodings. */
export const MIME_FINDINGS = {
  "encoded-word-broken": {
    severity: "warning",
    rfc: "RFC 2047 §2",
    text: "An encoded word is malformed",
    fix: "Encode each word separately, in whole characters of a known charset and without spaces",
  },
  "encoded-word-too-long": {
    severity: "info",
    rfc: "RFC 2047 §2",
    text: "An encoded word is longer than 75 characters",
    fix: "Split it into several words, with a fold between them",
  },
  "mime-version-missing": {
    severity: "warning",
    rfc: "RFC 2045 §4",
    text: "The message has a Content-Type but no MIME-Version, so readers may show the body undecoded",
    fix: "Add MIME-Version: 1.0",
  },
  "content-field-malformed": {
    severity: "error",
    rfc: "RFC 2045 §5.1",
    text: "A content field is malformed, so readers have to guess its meaning",
    fix: "Write type/subtype without quotes and a semicolon before each parameter; quote values that contain anything but letters, digits, dots and hyphens",
  },
  "parameter-conflicting": {
    severity: "warning",
    rfc: "RFC 2045 §5.1",
    text: "A parameter has two different values, and readers differ in which one they use",
    fix: "Write each parameter once; use the same file name in Content-Type and Content-Disposition",
  },
  "parameter-continuation-broken": {
    severity: "warning",
    rfc: "RFC 2231 §3, §4",
    text: "A split or percent-encoded parameter is malformed, so readers have to guess its value",
    fix: "Number the sections from 0 without gaps; write name*0*=utf-8''text, with % as %25",
  },
  "encoded-word-in-parameter": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "A parameter contains an encoded word, which some readers show undecoded",
    fix: "Encode the value by RFC 2231, such as filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf",
  },
  "encoded-word-in-quotes": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "A quoted name contains an encoded word, which some readers show undecoded",
    fix: "Remove the quotation marks around the encoded word",
  },
  "encoded-word-in-address": {
    severity: "warning",
    rfc: "RFC 2047 §5(3)",
    text: "An address contains an encoded word outside its display name, so replies fail",
    fix: "Encode only the display name, as in =?utf-8?Q?J=C3=BCrgen?= <j@example.com>; write the domain as xn--…",
  },
  "eight-bit-parameter": {
    severity: "warning",
    rfc: "RFC 2231 §4",
    text: "A parameter has bytes above 127, so readers have to guess its charset",
    fix: "Encode the value by RFC 2231, such as filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf",
  },
  "boundary-missing": {
    severity: "error",
    rfc: "RFC 2046 §5.1.1",
    text: "A multipart has no boundary parameter, or its boundary never occurs",
    fix: "Add the boundary parameter; begin each part with a line of -- and the boundary",
  },
  "multipart-unterminated": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.1",
    text: "The closing delimiter of a multipart is missing, so the message may be truncated",
    fix: "End the multipart with a line of --, the boundary and --",
  },
  "multipart-encoded": {
    severity: "error",
    rfc: "RFC 2045 §6.4",
    text: "A multipart is labelled as encoded, so some readers find no parts in it",
    fix: "Encode only the parts; label the multipart as 7bit, 8bit or binary",
  },
  "parts-cut": {
    severity: "info",
    rfc: "RFC 2046 §5.1",
    text: "The message has more parts, or deeper nesting, than Mailglass reads",
    fix: "Send fewer parts; other readers have limits, too",
  },
  "html-without-text": {
    severity: "info",
    rfc: "RFC 2046 §5.1.4",
    text: "The message has HTML, but no plain text",
    fix: "Send multipart/alternative with text/plain first; text readers and spam filters expect it",
  },
  "alternatives-out-of-order": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "In multipart/alternative, the plain text follows the HTML, so readers prefer the plain text",
    fix: "Put text/plain before text/html",
  },
  "filename-missing": {
    severity: "info",
    rfc: "RFC 2183 §2.3",
    text: "An attachment has no file name, so clients invent one or hide it",
    fix: "Add filename to its Content-Disposition",
  },
  "attachment-in-alternative": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "A file is inside a multipart/alternative, so clients may show it in place of the text, or not at all",
    fix: "Put the file next to the multipart/alternative, inside a multipart/mixed",
  },
  "text-in-mixed": {
    severity: "warning",
    rfc: "RFC 2046 §5.1.4",
    text: "Plain text and HTML are in a multipart/mixed, so clients show both, or the HTML as an attachment",
    fix: "Put them into a multipart/alternative",
  },
  "cid-outside-related": {
    severity: "warning",
    rfc: "RFC 2387 §4",
    text: "An image of the HTML is not in the same multipart/related, so some clients list it as an attachment and show no image",
    fix: "Put the HTML and its images into one multipart/related",
  },
  "content-id-malformed": {
    severity: "warning",
    rfc: "RFC 2392 §2",
    text: "A Content-ID lacks angle brackets or contains spaces, so some clients do not find the part",
    fix: "Write Content-ID: <logo@example.com>, and cid:logo@example.com in the HTML",
  },
  "cid-unresolved": {
    severity: "warning",
    rfc: "RFC 2392 §2",
    text: "The HTML refers to a Content-ID that no part has, so a picture or link is broken",
    fix: "Set this Content-ID, in angle brackets, on the part",
  },
  tnef: {
    severity: "warning",
    rfc: "MS-OXTNEF",
    text: "The attachments are inside a winmail.dat file (TNEF), which few mail clients except Outlook can open",
    fix: "Send the files as MIME attachments: in Outlook or Exchange, turn off rich text for this recipient",
  },
} as const satisfies FindingTable;
