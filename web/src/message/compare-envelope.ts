import type { Address, Envelope } from "@mailglass/shared";

type RecipientField = "To" | "Cc" | "Bcc";

/** A recipient in the header, in the envelope, or in both. */
export interface Recipient {
  readonly address: string;
  /** The header field with this recipient; null if there is none. */
  readonly field: RecipientField | null;
  readonly inEnvelope: boolean;
}

interface HeaderRecipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
}

/**
 * Compares header recipients with envelope recipients (RFC 5321 §2.3.1): envelope only means BCC, header only means
 * not delivered.
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

/** Returns whether From: and the reverse-path are the same mailbox. */
export function compareSender(from: Address | null, envelope: Envelope): SenderMatch {
  const path = envelope.from.address;
  if (path === "") return "null-path";
  if (from === null) return "no-from";
  if (normalizeAddress(from.address) === normalizeAddress(path)) return "same";
  return domainOf(from.address) === domainOf(path) ? "same-domain" : "different";
}

/** Mailboxes that differ only in case are the same in practice, though not in the RFC. */
function normalizeAddress(address: string): string {
  return address.toLowerCase();
}

function domainOf(address: string): string {
  return normalizeAddress(address.slice(address.lastIndexOf("@") + 1));
}
