import type { Address, Envelope } from "@mailglass/shared";

type Field = "To" | "Cc" | "Bcc";

/** Someone who is named in the header fields, in the envelope, or in both. */
export interface Recipient {
  readonly address: string;
  /** The header field that names them; null where none does. */
  readonly field: Field | null;
  readonly inEnvelope: boolean;
}

interface Addressed {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
}

/**
 * Whom the message says it is for, beside whom it was sent to (RFC 5321 §2.3.1): who is only in the envelope was
 * addressed blind, who is only in the header gets nothing.
 */
export function compareRecipients({ to, cc, bcc }: Addressed, envelope: Envelope): Recipient[] {
  const sent = new Map(envelope.to.map((path) => [key(path.address), path.address]));
  const named = new Map<string, Recipient>();
  const fields: [Field, readonly Address[]][] = [
    ["To", to],
    ["Cc", cc],
    ["Bcc", bcc],
  ];
  for (const [field, addresses] of fields) {
    for (const { address } of addresses) {
      if (!named.has(key(address))) named.set(key(address), { address, field, inEnvelope: sent.has(key(address)) });
    }
  }
  const blind = [...sent].filter(([name]) => !named.has(name));
  return [...named.values(), ...blind.map(([, address]) => ({ address, field: null, inEnvelope: true }))];
}

export type SenderMatch = "same" | "same-domain" | "different" | "null-path" | "no-from";

/** Whether From: and the reverse-path name the same mailbox. */
export function compareSender(from: Address | null, envelope: Envelope): SenderMatch {
  const path = envelope.from.address;
  if (path === "") return "null-path";
  if (from === null) return "no-from";
  if (key(from.address) === key(path)) return "same";
  return domain(from.address) === domain(path) ? "same-domain" : "different";
}

/** Mailboxes that differ in case only are the same person everywhere but in the RFC. */
function key(address: string): string {
  return address.toLowerCase();
}

function domain(address: string): string {
  return key(address.slice(address.lastIndexOf("@") + 1));
}
