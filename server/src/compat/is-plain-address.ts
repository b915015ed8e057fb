/** Matches an addr-spec (RFC 5322 §3.4.1) as people write it, without characters that could begin another field or address. */
export function isPlainAddress(text: string): boolean {
  return /^[^\s@<>(),;:"\\\p{Cc}]+@[^\s@<>(),;"\\\p{Cc}]+$/u.test(text);
}
