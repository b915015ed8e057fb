import type { Address, Envelope } from "@mailglass/shared";

type RecipientField = "To" | "Cc" | "Bcc";

/** Someone who is named in the header fields, in the envelope, or in both. */
export interface Recipient {
  readonly address: string;
  /** The header field that names them; null where none does. */
  readonly field: RecipientField | null;
  readonly inEnvelope: boolean;
}

interface HeaderRecipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
}

/**
 * Whom the message says it is for, beside whom it was sent to (RFC 5321 §2.3.1): who is only in the envelope was
 * addressed blind, who is only in the header gets nothing.
 */
export function compareRecipients({ to, cc, bcc }: HeaderRecipients, envelope: Envelope): Recipient[] {
  const sent = new Map(envelope.to.map((path) => [normalizeAddress(path.address), path.address]));
  const named = new Map<string, Recipient>();
  const fields: [RecipientField, readonly Address[]][] = [
    ["To", to],
    ["Cc", cc],
    ["Bcc", bcc],
  ];
  for (const [field, addresses] of fields) {
    for (const { address } of addresses) {
      if (!named.has(normalizeAddress(address)))
        named.set(normalizeAddress(address), { address, field, inEnvelope: sent.has(normalizeAddress(address)) });
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
  if (normalizeAddress(from.address) === normalizeAddress(path)) return "same";
  return domainOf(from.address) === domainOf(path) ? "same-domain" : "different";
}

/** Mailboxes that differ in case only are the same person everywhere but in the RFC. */
function normalizeAddress(address: string): string {
  return address.toLowerCase();
}

function domainOf(address: string): string {
  return normalizeAddress(address.slice(address.lastIndexOf("@") + 1));
}
