import { toComparableAddress } from "../compare-addresses.ts";
import { findField, MAX_ADDRESSES, readFieldText } from "../header-fields.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { FindingList } from "./finding-list.ts";

/** Compares the header with the envelope. */
export function lintEnvelope(parsed: ParsedMail, found: FindingList): void {
  const { raw, header, envelope } = parsed;
  const bcc = findField(header, "bcc");
  if (bcc !== undefined && !/^\s*(?:[\w -]*:\s*;)?\s*$/.test(readFieldText(raw, header, "bcc") ?? ""))
    found.add("bcc-in-header", bcc);
  // The envelope of a list names its subscribers, and its own address for bounces.
  if (findField(header, "list-id") !== undefined || isVariableReversePath(envelope.from.address)) return;
  const sender = toComparableAddress(envelope.from.address);
  const from = findField(header, "from");
  const authors = parsed.addresses("from").map(({ address }) => toComparableAddress(address));
  if (from !== undefined && sender !== "" && authors.length > 0 && !authors.includes(sender)) {
    found.add("from-differs", from, `From is ${authors[0]}, the envelope's sender ${sender}`);
  }
  lintRecipients(parsed, found);
}

/** Whether the reverse-path names the recipient (VERP), like `list-bounces+zoe=example.net@lists.example.com`. */
function isVariableReversePath(address: string): boolean {
  return /^[^@]*[^@=+-][+=-][^@=]+=[^@=]+\.[^@=]+@/.test(address);
}

function lintRecipients(parsed: ParsedMail, found: FindingList): void {
  const lists = ["to", "cc", "bcc"].map((key) => parsed.addresses(key));
  // A truncated list does not show which recipients are missing.
  if (lists.some(({ length }) => length >= MAX_ADDRESSES)) return;
  const named = new Set(lists.flat().map(({ address }) => toComparableAddress(address)));
  const sentTo = new Set(parsed.envelope.to.map(({ address }) => toComparableAddress(address)));
  for (const { address } of parsed.envelope.to) {
    if (!named.has(toComparableAddress(address))) found.add("recipient-not-in-header", undefined, address);
  }
  if (sentTo.size === 0) return;
  for (const key of ["to", "cc"]) {
    for (const { address } of parsed.addresses(key)) {
      const isLost = address.includes("@") && !sentTo.has(toComparableAddress(address));
      if (isLost) found.add("recipient-not-in-envelope", findField(parsed.header, key), address);
    }
  }
}
