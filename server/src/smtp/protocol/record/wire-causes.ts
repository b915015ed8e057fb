import type { WireFindingCode } from "./wire-findings.ts";

/** Findings that are consequences of another: the cause, and what follows from it. */
export const WIRE_CAUSES: Readonly<Partial<Record<WireFindingCode, readonly WireFindingCode[]>>> = {
  // The rest of the message was read as commands.
  "ended-early": [
    "unknown-command",
    "command-out-of-order",
    "command-malformed",
    "bare-lf-command",
    "trailing-blank",
    "command-line-too-long",
    "pipelined-past-wait",
    "size-too-large",
    "no-quit",
  ],
  // The client waits for a reply that does not come.
  "bare-lf-end-of-data": ["hung-up-mid-message", "slow-client"],
  "no-recipient-accepted": ["unknown-command"],
  // EHLO on a port for LMTP, or a greeting that is misspelt.
  "unknown-command": ["command-before-greeting"],
  "line-unterminated": ["no-quit", "wanted-starttls", "wanted-auth"],
  "display-name-in-path": ["missing-angle-brackets"],
  "helo-instead-of-ehlo": ["pipelining-not-offered", "parameters-after-helo"],
  "http-request": ["early-talker", "bare-lf-command"],
  "tls-on-plain-port": ["early-talker"],
  "starttls-not-used": ["auth-without-tls"],
  "wanted-starttls": ["no-quit"],
  "wanted-auth": ["no-quit"],
  "auth-refused": ["no-quit"],
  "auth-malformed": ["no-quit"],
  "auth-mechanism-unknown": ["no-quit"],
  "tls-certificate-refused": ["no-quit"],
};

const CAUSES_OF = new Map<string, WireFindingCode[]>();
for (const [cause, consequences] of Object.entries(WIRE_CAUSES)) {
  for (const code of consequences) CAUSES_OF.set(code, [...(CAUSES_OF.get(code) ?? []), cause as WireFindingCode]);
}

/** Returns the code of the finding that causes `code`, if it is among `present`; else null. */
export function findWireCause(code: string, present: ReadonlyMap<string, unknown>): WireFindingCode | null {
  return CAUSES_OF.get(code)?.find((cause) => present.has(cause)) ?? null;
}
