import type { WireFindingTable } from "../wire-finding-definition.ts";

/** AUTH. */
export const LOGIN_FINDINGS = {
  "auth-without-tls": {
    severity: "warning",
    rfc: "RFC 4954 §4",
    text: "A password or token was sent without TLS",
    fix: "Use STARTTLS or implicit TLS before AUTH",
  },
  "auth-refused": {
    severity: "warning",
    rfc: "RFC 4954 §4",
    text: "The login was refused",
    fix: "Check the user name and the password that the client is configured with",
  },
  "auth-malformed": {
    severity: "error",
    rfc: "RFC 4954 §4, RFC 4616 §2",
    text: "The response to AUTH does not have the form that the mechanism requires",
    fix: "Encode the response as the mechanism requires, then as base64 without line breaks",
  },
  "auth-mechanism-unknown": {
    severity: "error",
    rfc: "RFC 4954 §4",
    text: "The client chose a login mechanism that is not offered",
    fix: "Choose a mechanism of the AUTH line in the reply to EHLO",
  },
  "wanted-auth": {
    severity: "warning",
    rfc: "RFC 4954 §3",
    text: "The client left without sending mail, probably because AUTH is not offered here",
    fix: "Offer AUTH, or configure the client without a user name",
  },
} as const satisfies WireFindingTable;
