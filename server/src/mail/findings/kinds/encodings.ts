import type { FindingTable } from "../finding-definition.ts";

/** Findings of group mime: transfer encodings and charsets. */
export const ENCODING_FINDINGS = {
  "encoding-unknown": {
    severity: "warning",
    rfc: "RFC 2045 §6.1",
    text: "The Content-Transfer-Encoding is none that MIME defines; readers show the body undecoded",
    fix: "Use 7bit, 8bit, binary, quoted-printable or base64",
  },
  "encoding-obsolete": {
    severity: "warning",
    rfc: "RFC 2045 §6.3",
    text: "The Content-Transfer-Encoding is uuencode, which is older than MIME; some readers decode it, others show it undecoded",
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
    text: "The charset of this text has a name that is not registered; every reader guesses",
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
  "base64-truncated": {
    severity: "error",
    rfc: "RFC 4648 §4",
    text: "The base64 of a part does not end with a whole group of four characters: its end or its padding is missing",
    fix: "Encode all bytes at once, or in blocks of a multiple of 57 bytes, and keep the = at the end",
  },
  "base64-line-length": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "A line of base64 is longer than 76 characters; readers may cut it off or refuse it",
    fix: "Break the base64 into lines of 76 characters",
  },
  "base64-trailing-text": {
    severity: "warning",
    rfc: "RFC 2045 §6.8",
    text: "Text follows the end of the base64 of a part; readers drop it, or fail to decode the part",
    fix: "Add text before the part is encoded; look for a footer that another program appends",
  },
  "quoted-printable-unencoded": {
    severity: "error",
    rfc: "RFC 2045 §6.7",
    text: "A part is labelled quoted-printable and was never encoded; links and = are read wrongly",
    fix: "Encode the body as its label says, or label it 7bit or 8bit",
  },
  mojibake: {
    severity: "warning",
    rfc: "RFC 2046 §4.1.2",
    text: "The text shows wrong characters, as â€™ for ’: UTF-8 was read as if it were windows-1252, and encoded again",
    fix: "Look where the program reads the text (file, database, form), and read it as UTF-8",
  },
  "subject-encoded-twice": {
    severity: "warning",
    rfc: "RFC 2047 §2",
    text: "The subject was encoded twice; readers show the inner encoding",
    fix: "Give the subject to the library as plain text, and let it encode it",
  },
} as const satisfies FindingTable;
