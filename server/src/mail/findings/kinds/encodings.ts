import type { FindingTable } from "../finding-definition.ts";

/** Findings of group mime: transfer encodings and charsets. */
export const ENCODING_FINDINGS = {
  "encoding-unknown": {
    severity: "warning",
    rfc: "RFC 2045 §6.1",
    text: "The Content-Transfer-Encoding is not defined by MIME, so readers show the body undecoded",
    fix: "Use 7bit, 8bit, binary, quoted-printable or base64",
  },
  "encoding-missing": {
    severity: "warning",
    rfc: "RFC 2045 §6.1",
    text: "A part is quoted-printable or base64 without a Content-Transfer-Encoding, so readers show it encoded",
    fix: "Add Content-Transfer-Encoding: quoted-printable, or base64, to the header of the part",
  },
  "encoding-obsolete": {
    severity: "warning",
    rfc: "RFC 2045 §6.3",
    text: "The Content-Transfer-Encoding is uuencode, which predates MIME; many readers show it undecoded",
    fix: "Use base64",
  },
  "base64-broken": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "A base64 part contains characters that are not base64",
    fix: "Encode the part again; check for text that was added before or after it",
  },
  "quoted-printable-broken": {
    severity: "warning",
    rfc: "RFC 2045 §6.7",
    text: "A = in quoted-printable is followed by neither two hexadecimal digits nor a line end",
    fix: "Write = as =3D",
  },
  "eight-bit-in-7bit": {
    severity: "error",
    rfc: "RFC 2045 §2.7",
    text: "A part has bytes above 127, but no Content-Transfer-Encoding, or 7bit",
    fix: "Add Content-Transfer-Encoding: 8bit, or encode the part as quoted-printable or base64",
  },
  "charset-missing": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "Text that is not ASCII has no charset, so readers have to guess it",
    fix: "Add charset=utf-8 to the Content-Type",
  },
  "charset-unknown": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The charset of a text part is not registered, so readers have to guess it",
    fix: "Use utf-8",
  },
  "charset-name-guessed": {
    severity: "info",
    rfc: "RFC 2978 §2.3",
    text: "A charset has an unregistered name, which some readers do not recognise",
    fix: "Use the registered name, preferably utf-8",
  },
  "charset-mismatch": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The bytes of a text part do not match its charset, so letters outside ASCII are garbled",
    fix: "Name the charset in which the text is encoded",
  },
  "replacement-character": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text contains �, so it was decoded wrongly before it was sent",
    fix: "Check where the program reads or converts the text, and set the charset there",
  },
  "encoded-twice": {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text was encoded twice, so ü appears as Ã¼ or =C3=BC",
    fix: "Encode it once; check for UTF-8 that is read as ISO-8859-1, and for text that is encoded before the library encodes it",
  },
  "base64-truncated": {
    severity: "error",
    rfc: "RFC 4648 §4",
    text: "The base64 of a part is incomplete: its last characters or its padding are missing",
    fix: "Encode all bytes at once, or in blocks of a multiple of 57 bytes; keep the = at the end",
  },
  "base64-line-length": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "A line of base64 is longer than 76 characters, which some readers truncate or reject",
    fix: "Break the base64 into lines of 76 characters",
  },
  "base64-trailing-text": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "Text follows the base64 of a part; readers drop it or fail to decode the part",
    fix: "Add the text before encoding; check for a footer that another program appends",
  },
  "quoted-printable-unencoded": {
    severity: "error",
    rfc: "RFC 2045 §6.7",
    text: "A part is labelled quoted-printable but was never encoded, so links and = signs are misread",
    fix: "Encode the body, or label it 7bit or 8bit",
  },
  mojibake: {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text is garbled, such as â€™ for ’: UTF-8 was read in another charset, such as windows-1252, and encoded again",
    fix: "Check where the program reads the text (file, database, form), and read it as UTF-8",
  },
  "subject-encoded-twice": {
    severity: "warning",
    rfc: "RFC 2047 §2",
    text: "The subject or a name was encoded twice, so readers show encoded text",
    fix: "Pass subjects and names to the library as plain text",
  },
} as const satisfies FindingTable;
