/**
 * Operations on octets that the host implements natively. The protocol is compiled without Node's Buffer, so it receives them as
 * part of its policy.
 */
export interface ByteOps {
  /** Returns the offset of `pattern` at or after `from`; -1 if there is none. */
  indexOf(octets: Uint8Array, pattern: Uint8Array, from: number): number;
  /** The same for a single octet, which is faster. */
  indexOfOctet(octets: Uint8Array, octet: number, from: number): number;
  /** Decodes `octets[start..end)` with one character per octet. */
  latin1(octets: Uint8Array, start: number, end: number): string;
  /** Whether all octets are below 128. */
  isAscii(octets: Uint8Array): boolean;
}

/** Slow but portable; used by tests. */
export const portableByteOps: ByteOps = {
  indexOf(octets, pattern, from) {
    for (let at = from; at + pattern.length <= octets.length; at += 1) {
      if (pattern.every((octet, index) => octets[at + index] === octet)) return at;
    }
    return -1;
  },
  indexOfOctet: (octets, octet, from) => octets.indexOf(octet, from),
  latin1(octets, start, end) {
    let text = "";
    for (let at = start; at < end; at += 1) text += String.fromCharCode(octets[at] ?? 0);
    return text;
  },
  isAscii: (octets) => octets.every((octet) => octet < 0x80),
};

/** A string with one octet per character: text from the wire whose encoding is not known yet. */
export type BinaryString = string;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** Whether all characters are below 128. */
export function isAsciiText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** Decodes UTF-8. Returns undefined if the octets are not UTF-8. */
export function decodeUtf8(octets: BinaryString): string | undefined {
  if (isAsciiText(octets)) return octets;
  try {
    return utf8Decoder.decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** Encodes `text` as UTF-8. */
export function encodeUtf8(text: string): BinaryString {
  if (isAsciiText(text)) return text;
  const octets = utf8Encoder.encode(text);
  return portableByteOps.latin1(octets, 0, octets.length);
}
