import type { WireFindingCode } from "./wire-findings.ts";

/** Findings on a session that concern each message that it delivers. */
const CODES: readonly WireFindingCode[] = [
  "early-talker",
  "ehlo-not-a-host",
  "helo-instead-of-ehlo",
  "plaintext-after-starttls",
  "starttls-not-used",
  "auth-without-tls",
  "auth-refused",
  "auth-malformed",
  "auth-mechanism-unknown",
];
export const SESSION_FINDINGS: ReadonlySet<string> = new Set(CODES);
