/** A text in UTF-8, in memory of its own, so that it can be transferred between threads. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
