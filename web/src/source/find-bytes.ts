/** Maximum number of matches; nobody steps through more. */
export const MAX_MATCHES = 10_000;

/**
 * Returns the offsets of `needle` that begin between `from` and `to`, ignoring the case of ASCII letters. A match may
 * extend beyond `to`, so that the caller may split anywhere. Stops after `limit` matches.
 */
export function findBytes(bytes: Uint8Array, needle: Uint8Array, from: number, to: number, limit: number): number[] {
  const found: number[] = [];
  const first = needle[0];
  if (first === undefined) return found;
  const lower = toLowerAscii(first);
  const upper = lower >= 0x61 && lower <= 0x7a ? lower - 0x20 : lower;
  const last = Math.min(to, bytes.length - needle.length + 1);
  let nextLower = indexOfByte(bytes, lower, from);
  let nextUpper = upper === lower ? bytes.length : indexOfByte(bytes, upper, from);
  while (found.length < limit) {
    const at = Math.min(nextLower, nextUpper);
    if (at >= last) break;
    if (matchesAt(bytes, needle, at)) found.push(at);
    if (at === nextLower) nextLower = indexOfByte(bytes, lower, at + 1);
    else nextUpper = indexOfByte(bytes, upper, at + 1);
  }
  return found;
}

function indexOfByte(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? bytes.length : at;
}

function matchesAt(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 1; i < needle.length; i++) {
    if (toLowerAscii(bytes[at + i] ?? 0) !== toLowerAscii(needle[i] ?? 0)) return false;
  }
  return true;
}

function toLowerAscii(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
