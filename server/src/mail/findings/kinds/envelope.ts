import type { FindingTable } from "../finding-definition.ts";

/** Findings of group envelope: what the envelope and the header say of the same thing. */
export const ENVELOPE_FINDINGS = {
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
} as const satisfies FindingTable;
