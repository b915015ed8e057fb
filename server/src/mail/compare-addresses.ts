import { domainToASCII, domainToUnicode } from "node:url";

/**
 * An address as two are compared: in lower case, its domain in A-labels (RFC 5890 §2.3.2.1), so that `jo@münchen.example` and
 * `jo@xn--mnchen-3ya.example` are the same. Local parts differ in more than case; nobody relies on that.
 */
export function toComparableAddress(address: string): string {
  const lower = address.toLowerCase();
  return withDomain(lower.normalize("NFC"), domainToASCII) ?? lower;
}

/** The other spelling of an address whose domain is internationalised; undefined where there is none. */
export function findOtherSpelling(address: string): string | undefined {
  const lower = address.toLowerCase();
  const other = withDomain(lower, lower.includes("xn--") ? domainToUnicode : domainToASCII);
  return other === lower ? undefined : other;
}

function withDomain(address: string, convert: (domain: string) => string): string | undefined {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  // oxlint-disable-next-line no-control-regex -- most domains are ASCII, and cost nothing
  if (at < 0 || (/^[\x00-\x7f]*$/.test(domain) && !domain.includes("xn--"))) return undefined;
  const converted = convert(domain);
  return converted === "" ? undefined : `${address.slice(0, at)}@${converted}`;
}
