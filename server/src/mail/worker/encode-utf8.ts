/** Encodes a text in UTF-8, in its own memory, so that it can be transferred between threads. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
