import type { FindingTable } from "../finding-definition.ts";

/** Findings of group wire in the bytes of a message. The engine has its own table of what it finds during the session. */
export const WIRE_FINDINGS = {
  "bare-lf": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A line ends with LF instead of CR LF",
    fix: "End every line with CR LF; many servers reject anything else, because of SMTP smuggling",
  },
  "bare-lf-end-of-data": {
    severity: "error",
    rfc: "RFC 5321 §4.1.1.4",
    text: "A line with only a dot ends with LF instead of CRLF, so it does not end the data",
    fix: "End the data with CRLF.CRLF, and every line with CRLF",
  },
  "bare-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A CR is not followed by LF",
    fix: "Send CR only as part of CR LF",
  },
  "doubled-cr": {
    severity: "error",
    rfc: "RFC 5321 §2.3.8",
    text: "A line ends with CR CR LF, so some readers show extra blank lines or no header",
    fix: "Write CR LF to a binary stream; on Windows, a text stream turns CR LF into CR CR LF",
  },
  "line-too-long": {
    severity: "error",
    rfc: "RFC 5322 §2.1.1",
    text: "A line is longer than 998 bytes",
    fix: "Encode the body as quoted-printable or base64; fold long header fields",
  },
  nul: {
    severity: "error",
    rfc: "RFC 5322 §4",
    text: "The message contains NUL bytes",
    fix: "Encode binary parts as base64",
  },
} as const satisfies FindingTable;
