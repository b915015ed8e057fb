import type { FindingTable } from "../finding-definition.ts";

/** Findings of group envelope: what the envelope and the header say of the same thing. */
export const ENVELOPE_FINDINGS = {
  "from-differs": {
    severity: "info",
    rfc: "RFC 7489 §3.1",
    text: "From and the envelope sender have different addresses",
    fix: "Send with an address of the same domain, so that SPF aligns with From; ignore this for bounces and mailing lists",
  },
  "recipient-not-in-header": {
    severity: "info",
    rfc: "RFC 5322 §3.6.3",
    text: "A recipient of the envelope is in neither To nor Cc",
    fix: "Add the recipient to To; ignore this for a blind copy",
  },
  "recipient-not-in-envelope": {
    severity: "info",
    rfc: "RFC 5321 §2.3.1",
    text: "An address in To or Cc is not a recipient of the envelope",
    fix: "Send RCPT TO for the address, unless it gets its own copy; the session shows whether it was refused",
  },
  "bcc-in-header": {
    severity: "warning",
    rfc: "RFC 5322 §3.6.3",
    text: "The message has a Bcc field, which every recipient can read",
    fix: "Remove Bcc before sending; pass its addresses in RCPT TO only",
  },
} as const satisfies FindingTable;
