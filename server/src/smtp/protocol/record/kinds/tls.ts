import type { WireFindingTable } from "../wire-finding-definition.ts";

/** STARTTLS and implicit TLS. */
export const TLS_FINDINGS = {
  "tls-on-plain-port": {
    severity: "error",
    rfc: "RFC 8314 §3.3",
    text: "A port that starts in plaintext received a TLS handshake",
    fix: "Start in plaintext on this port (often “secure: false”), or connect to the port for implicit TLS",
  },
  "plaintext-after-starttls": {
    severity: "error",
    rfc: "RFC 3207 §4.2",
    text: "Plaintext followed STARTTLS; it was discarded unread",
    fix: "Wait for the 220 reply to STARTTLS; on a real network this can be a command injection attack",
  },
  "tls-handshake-failed": {
    severity: "error",
    rfc: "RFC 3207 §4.1",
    text: "The TLS handshake failed",
    fix: "Configure the client to use TLS 1.2 or newer, with a cipher that this server supports",
  },
  "tls-certificate-refused": {
    severity: "error",
    rfc: "RFC 8446 §6.2",
    text: "The client did not accept the certificate of this server",
    fix: "Make the client trust this certificate",
  },
  "tls-version-refused": {
    severity: "error",
    rfc: "RFC 8446 §6.2",
    text: "The client and the server have no TLS version in common",
    fix: "Configure the client to use TLS 1.2 or newer",
  },
  "plain-text-on-tls-port": {
    severity: "error",
    rfc: "RFC 8314 §3.3",
    text: "A port for implicit TLS received no TLS handshake",
    fix: "Use TLS from the first byte on this port (often “secure: true”), or connect to the port that starts in plaintext",
  },
  "starttls-not-used": {
    severity: "warning",
    rfc: "RFC 3207 §4",
    text: "STARTTLS is offered, and the client did not use it",
    fix: "Send STARTTLS after EHLO, then EHLO again",
  },
  "wanted-starttls": {
    severity: "warning",
    rfc: "RFC 3207 §4",
    text: "The client left without sending mail, probably because STARTTLS is not offered here",
    fix: "Configure the client without TLS (often “secure: false” and no “requireTLS”), or offer STARTTLS here",
  },
} as const satisfies WireFindingTable;
