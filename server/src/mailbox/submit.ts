import type { Envelope } from "@mailglass/shared";
import type { RawChunks } from "./mailbox.ts";

/** The envelope of a message that is sent to our own SMTP port. */
export type SubmittedEnvelope = Pick<Envelope, "from" | "to">;

/** Addresses that are not ASCII need SMTPUTF8 (RFC 6531 §3.4). */
export function createEnvelope(from: string, to: readonly string[]): SubmittedEnvelope {
  const isAscii = [from, ...to].every((address) => /^[\x20-\x7e]*$/.test(address));
  const parameters = isAscii ? [] : [{ keyword: "SMTPUTF8", value: null }];
  return { from: { address: from, parameters }, to: to.map((address) => ({ address, parameters: [] })) };
}

/** `refused`: the port rejected it with this reply. `failed`: the port cannot be reached, or did not answer. */
export type SubmitOutcome =
  | { readonly type: "stored"; readonly id: string }
  | { readonly type: "refused" | "failed"; readonly reason: string };

/** Sends a message to our own SMTP port, where it arrives like the mail of any program. */
export type SubmitMail = (envelope: SubmittedEnvelope, source: RawChunks) => Promise<SubmitOutcome>;
