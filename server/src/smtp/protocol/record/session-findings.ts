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

/** Findings on what followed the data of a message. They concern the message before. */
const FOLLOW_UP_CODES: readonly WireFindingCode[] = ["ended-early", "unknown-command"];
export const FOLLOW_UP_FINDINGS: ReadonlySet<string> = new Set(FOLLOW_UP_CODES);
