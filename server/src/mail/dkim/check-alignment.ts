import type { AlignmentCheck } from "@mailglass/shared";
import type { ParsedMail } from "../parsed-mail.ts";
import { domainOfAddress, organizationalDomain } from "./organizational-domain.ts";
import { readSignatures } from "./read-signatures.ts";

type Alignment = AlignmentCheck["spf"];

/** Compares the domain of From with those of the envelope sender and the signatures (RFC 7489 §3.1). */
export function checkAlignment(parsed: ParsedMail): AlignmentCheck {
  const authors = new Set(parsed.addresses("from").map(({ address }) => domainOfAddress(address)));
  const [author] = authors;
  const from = authors.size === 1 ? (author ?? null) : null;
  const envelope = domainOfAddress(parsed.envelope.from.address) ?? null;
  const signers = readSignatures(parsed).signatures.flatMap((one) => ("problem" in one ? [] : [one.domain]));
  return {
    from,
    envelope,
    signers: [...new Set(signers)],
    spf: compareDomains(from, envelope === null ? [] : [envelope]),
    dkim: compareDomains(from, signers),
  };
}

function compareDomains(from: string | null, others: readonly string[]): Alignment {
  if (from === null || others.length === 0) return "unknown";
  if (others.includes(from)) return "strict";
  const organization = organizationalDomain(from);
  return others.some((other) => organizationalDomain(other) === organization) ? "relaxed" : "none";
}
