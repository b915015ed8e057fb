import { parseAddressList } from "../../mail/parse-addresses.ts";

/** A name and an address. */
export interface Mailbox {
  /** Empty if there is none. */
  readonly name: string;
  readonly address: string;
}

/** Maximum addresses of one field. */
const MAX_ADDRESSES = 10_000;

/** Parses a list of addresses as people write them: `Jo <jo@example.com>, ann@example.com`. Groups are flattened. */
export function parseMailboxes(text: string): Mailbox[] {
  return parseAddressList(text, MAX_ADDRESSES).map(({ address }) => address);
}

/** Matches an addr-spec (RFC 5322 §3.4.1) as people write it, without characters that could begin another field or address. */
export function isAddress(text: string): boolean {
  return text.length <= 1_000 && /^[^\s@<>(),;:"\\\p{Cc}]+@[^\s@<>(),;"\\\p{Cc}]+$/u.test(text);
}

/** Writes a list of addresses as a header field has it. */
export function formatMailboxes(mailboxes: readonly Mailbox[]): string {
  return mailboxes.map(({ name, address }) => (name === "" ? address : `${quoteName(name)} <${address}>`)).join(", ");
}

const quoteName = (name: string) => (/^[\w .'-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`);
