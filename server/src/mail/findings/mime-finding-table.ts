import type { FindingDefinition } from "./finding-definition.ts";

/** The findings about the structure of a message, and about its parts. */
export const MIME_FINDINGS = {
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
  "parameter-encoded-word": {
    severity: "info",
    rfc: "RFC 2047 §5",
    text: "A parameter has an encoded word, which is not allowed there; some readers show it as it stands",
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
  "encoding-unknown": {
    severity: "warning",
    rfc: "RFC 2045 §6.1",
    text: "The Content-Transfer-Encoding is none that mail readers know",
    fix: "Use 7bit, 8bit, binary, quoted-printable or base64",
  },
  "encoding-obsolete": {
    severity: "warning",
    rfc: "RFC 2045 §6.3",
    text: "The Content-Transfer-Encoding is uuencode, which MIME does not have; many readers show it undecoded",
    fix: "Use base64",
  },
  "base64-broken": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "The base64 of a part has characters that do not belong there",
    fix: "Encode the part anew; look for text that was put before or after it",
  },
  "quoted-printable-broken": {
    severity: "warning",
    rfc: "RFC 2045 §6.7",
    text: "A = in quoted-printable is followed by neither two hexadecimal digits nor a line end",
    fix: "Write = itself as =3D",
  },
  "eight-bit-in-7bit": {
    severity: "error",
    rfc: "RFC 2045 §2.7",
    text: "A part says that it is 7bit, and has octets above 127",
    fix: "Say 8bit, or encode it as quoted-printable or base64",
  },
  "charset-missing": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "Text that is not ASCII has no charset, so that every reader guesses",
    fix: "Add charset=utf-8 to its Content-Type",
  },
  "charset-unknown": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "Nobody knows the charset of this text",
    fix: "Use utf-8",
  },
  "charset-name-guessed": {
    severity: "info",
    rfc: "RFC 2978 §2.3",
    text: "The charset is not written as it is registered; readers that do not guess what it means show wrong letters",
    fix: "Write the registered name, best utf-8",
  },
  "charset-mismatch": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The bytes of this text are not in the charset that it names; umlauts show as boxes, or as two letters",
    fix: "Name the charset in which the text was really written",
  },
  "replacement-character": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text was sent with � in it, the mark for what could not be decoded: it was broken before it became mail",
    fix: "Look where the program reads or converts the text, and name the charset there",
  },
  "encoded-twice": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text was encoded as UTF-8 twice, so that an umlaut shows as two letters, ü as Ã¼",
    fix: "Encode it once; look for UTF-8 that was read as if it were ISO-8859-1",
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
  "cid-unresolved": {
    severity: "warning",
    rfc: "RFC 2392 §2",
    text: "The HTML refers to a part by a Content-ID that no part has: a picture stays empty, a link leads nowhere",
    fix: "Give the part that Content-ID, in angle brackets",
  },
} as const satisfies Record<string, FindingDefinition>;
