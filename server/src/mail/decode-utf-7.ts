/** A shift: base64 of UTF-16, which ends at `-` or at the first other character. `+-` is a plus sign. */
const SHIFT = /\+([A-Za-z0-9+/]*)(-?)/g;

/**
 * Decodes UTF-7 (RFC 2152). Hand-written, because iconv-lite takes 10 times as long: a hostile Subject of 30 KB would occupy the main
 * thread for 50 ms. What is not ASCII becomes U+FFFD.
 */
export function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text
    .replace(/[\x80-\xff]/g, "\ufffd")
    .replace(SHIFT, (_, base64: string, end: string) => (base64 === "" && end === "-" ? "+" : decodeUtf16(base64)));
}

/** Decodes base64 of UTF-16 in network byte order. Bits that are no whole character are padding. */
function decodeUtf16(base64: string): string {
  const units = Buffer.from(base64, "base64");
  return units
    .subarray(0, units.length & ~1)
    .swap16()
    .toString("utf16le");
}
