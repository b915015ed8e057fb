import { domainToASCII, domainToUnicode } from "node:url";

/**
 * Normalises an address for comparison: lower case, the domain in A-labels (RFC 5890 §2.3.2.1), so that `jo@münchen.example`
 * equals `jo@xn--mnchen-3ya.example`. Local parts are case-sensitive by RFC 5321 §2.4, but nobody relies on that.
 */
export function toComparableAddress(address: string): string {
  const lower = address.toLowerCase();
  return withDomain(lower.normalize("NFC"), domainToASCII) ?? lower;
}

/** Returns the other spelling of an address whose domain is internationalised; undefined if there is none. */
export function findOtherSpelling(address: string): string | undefined {
  const lower = address.toLowerCase();
  const other = withDomain(lower, lower.includes("xn--") ? domainToUnicode : domainToASCII);
  return other === lower ? undefined : other;
}

function withDomain(address: string, convert: (domain: string) => string): string | undefined {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  // oxlint-disable-next-line no-control-regex -- most domains are ASCII, and need no conversion
  if (at < 0 || (/^[\x00-\x7f]*$/.test(domain) && !domain.includes("xn--"))) return undefined;
  const converted = convert(domain);
  return converted === "" ? undefined : `${address.slice(0, at)}@${converted}`;
}
