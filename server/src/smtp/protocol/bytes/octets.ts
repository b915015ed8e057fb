/**
 * Work on octets that a host can do natively. The protocol knows no Buffer, so it is handed these; the ones below
 * are right everywhere and serve the tests.
 */
export interface ByteOps {
  /** Offset of `pattern` at or after `from`; -1 where there is none. */
  indexOf(octets: Uint8Array, pattern: Uint8Array, from: number): number;
  /** The same for a single octet, which is found sooner. */
  indexOfOctet(octets: Uint8Array, octet: number, from: number): number;
  /** One character an octet. */
  latin1(octets: Uint8Array, start: number, end: number): string;
  isAscii(octets: Uint8Array): boolean;
}

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

/** A binary string has one octet in each character: what comes off the wire before it is known to be UTF-8. */
export type BinaryString = string;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

export function isAsciiText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** The text that UTF-8 octets stand for; undefined where they are not UTF-8. */
export function decodeUtf8(octets: BinaryString): string | undefined {
  if (isAsciiText(octets)) return octets;
  try {
    return utf8Decoder.decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The UTF-8 octets of `text`. */
export function encodeUtf8(text: string): BinaryString {
  if (isAsciiText(text)) return text;
  const octets = utf8Encoder.encode(text);
  return portableByteOps.latin1(octets, 0, octets.length);
}
