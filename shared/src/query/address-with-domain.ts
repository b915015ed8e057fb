/**
 * Returns whether a text is local@domain, with a dot inside the domain. No part of the pattern matches characters
 * that the next part could match, so the time is linear in the length of any text.
 */
export function isAddressWithDomain(text: string): boolean {
  return /^[^\s@]+@[^\s@][^\s@.]*\.[^\s@]+$/.test(text);
}
