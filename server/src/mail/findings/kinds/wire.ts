import type { FindingTable } from "../finding-definition.ts";

/** Findings of group wire in the bytes of a message. The engine has its own table of what it finds during the session. */
export const WIRE_FINDINGS = {
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
  nul: {
    severity: "error",
    rfc: "RFC 5322 §4",
    text: "The message has NUL octets",
    fix: "Encode binary parts as base64",
  },
} as const satisfies FindingTable;
