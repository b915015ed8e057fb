import { domainToASCII } from "node:url";
import { getDomain } from "tldts";

/**
 * Returns the organisational domain of a host name by the public suffix list (RFC 7489 §3.2): `example.co.uk` for
 * `mail.example.co.uk`. A name without one, such as `localhost`, is returned as it is.
 */
export function organizationalDomain(domain: string): string {
  // Private suffixes count: example.github.io and other.github.io are of two organisations.
  return getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? domain;
}

/** A name that is the same in A-labels, unless it has one: WHATWG reads names that end with a number as IPv4 addresses. */
const ASCII_NAME = /^(?:[a-z\d-]+\.)*[a-z]+$/;

/** Returns the domain of an address in A-labels and lower case; undefined if it has none, or an address literal. */
export function domainOfAddress(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  if (at < 0) return undefined;
  const domain = address.slice(at + 1).toLowerCase();
  if (ASCII_NAME.test(domain) && !domain.includes("xn--")) return domain;
  return domainToASCII(domain) || undefined;
}
