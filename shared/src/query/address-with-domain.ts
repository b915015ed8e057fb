/**
 * Whether a text is local@domain, where the domain has a dot within it. No part of the pattern matches what the next one
 * could match, so it takes time proportional to the length of the text, whatever the text is.
 */
export function isAddressWithDomain(text: string): boolean {
  return /^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$/.test(text);
}
