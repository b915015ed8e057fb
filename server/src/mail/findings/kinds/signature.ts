import type { FindingTable } from "../finding-definition.ts";

/** Findings of group signature: DKIM, and what DMARC compares. */
export const SIGNATURE_FINDINGS = {
  "dkim-body-hash": {
    severity: "error",
    rfc: "RFC 6376 §3.7",
    text: "The body is not the one that the DKIM signature covers",
    fix: "Sign the message last, when footers, encodings and line ends are final",
  },
  "dkim-signature": {
    severity: "error",
    rfc: "RFC 6376 §6.1",
    text: "The DKIM signature is not valid",
    fix: "Sign with the private key of the published record, and change no signed field afterwards",
  },
  "dkim-weak": {
    severity: "warning",
    rfc: "RFC 8301 §3.1",
    text: "Verifiers may not accept the DKIM signature",
    fix: "Sign with rsa-sha256 or ed25519-sha256, without l=, and with an x= that is days ahead, or none",
  },
  "dkim-incomplete": {
    severity: "warning",
    rfc: "RFC 6376 §5.4",
    text: "The DKIM signature lacks tags, or does not cover the fields that it should",
    fix: "Write all of v=, a=, b=, bh=, d=, h= and s=, and name at least From, To, Subject and Date in h=",
  },
  alignment: {
    severity: "warning",
    rfc: "RFC 7489 §3.1",
    text: "The domain of From aligns with neither the envelope sender nor a DKIM signature, so DMARC fails",
    fix: "Sign with DKIM as the domain of From (d=), or use that domain in the reverse-path",
  },
} as const satisfies FindingTable;
