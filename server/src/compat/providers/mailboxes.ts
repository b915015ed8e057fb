import { parseAddressList } from "../../mail/parse-addresses.ts";
import { isPlainAddress } from "../is-plain-address.ts";

/** A name and an address. */
export interface NamedAddress {
  /** Empty if there is none. */
  readonly name: string;
  readonly address: string;
}

/** Maximum addresses of one field. */
const MAX_ADDRESSES = 10_000;

/** Parses a list of addresses as people write them: `Jo <jo@example.com>, ann@example.com`. Groups are flattened. */
export function parseMailboxes(text: string): NamedAddress[] {
  return parseAddressList(text, MAX_ADDRESSES).map(({ address }) => address);
}

/** Maximum UTF-16 code units of an address. */
const MAX_ADDRESS_LENGTH = 1_000;

export function isAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS_LENGTH && isPlainAddress(text);
}

/** Writes a list of addresses as a header field has it. */
export function formatMailboxes(mailboxes: readonly NamedAddress[]): string {
  return mailboxes.map(({ name, address }) => (name === "" ? address : `${quoteName(name)} <${address}>`)).join(", ");
}

const quoteName = (name: string) => (/^[\w .'-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`);
