import { containsText, MAX_DIRECT_NEEDLE } from "./contains-text.ts";
import { textEntities } from "./entities.ts";
import type { Mail } from "./mail.ts";
import { Reading } from "./reading.ts";
import { MAX_TEXT, readSearchText } from "./search-index.ts";

/** What a text must hold, prepared to be looked for in many messages. */
export interface Wanted {
  /** Lower case, single blanks. */
  readonly text: string;
  /** As it may stand in a source: so, and with a capital. None of a long text. */
  readonly bytes: readonly Buffer[];
  /** Hashes of its pairs and triples of characters. */
  readonly grams: readonly number[];
}

/**
 * What is kept of a message's text so that a search need not decode it again: bits for each pair and triple of
 * characters that it has (a Bloom filter), and where text stands in the source as it is. A search for
 * what a message does not have ends here nearly always; a search for what it has, often.
 */
export interface TextSignature {
  /** A power of two of bits. */
  readonly bits: Uint32Array;
  /** Offsets of text/plain that needs no decoding: start, end, start, end, … */
  readonly plain: readonly number[];
}

export function prepareWanted(text: string): Wanted {
  const grams = new Set<number>();
  eachGram(text, (gram) => grams.add(gram));
  const capitalised = text.charAt(0).toUpperCase() + text.slice(1);
  const bytes = text.length > MAX_DIRECT_NEEDLE ? [] : [Buffer.from(text), Buffer.from(capitalised)];
  return { text, bytes, grams: [...grams] };
}

export function createTextSignature(mail: Mail): TextSignature {
  const read = new Reading(mail, MAX_TEXT);
  const text = readSearchText(read);
  // As many bits as characters: a third of them is set by text in a European language.
  const bits = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(text.length / 32))));
  const mask = bits.length * 32 - 1;
  eachGram(text, (gram) => {
    const bit = gram & mask;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  });
  return { bits, plain: plainRanges(read) };
}

/** Whether the text of a message may hold what is wanted: false where it certainly does not. */
export function mayHoldText({ bits }: TextSignature, wanted: Wanted): boolean {
  const mask = bits.length * 32 - 1;
  return wanted.grams.every((gram) => {
    const bit = gram & mask;
    return ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  });
}

/** Whether what is wanted stands in the source as it is: then the text holds it. */
export function holdsBytes(raw: Buffer, { plain }: TextSignature, { bytes }: Wanted): boolean {
  for (let index = 0; index + 1 < plain.length; index += 2) {
    const text = raw.subarray(plain[index], plain[index + 1]);
    if (bytes.some((wanted) => text.includes(wanted))) return true;
  }
  return false;
}

/** Whether a text, in lower case, holds what is wanted. */
export function holdsText(text: string, wanted: Wanted): boolean {
  return containsText(text, wanted.text);
}

const PAIR_SALTS = [0x1111_0000_0000, 0x2222_0000_0000, 0x3333_0000_0000];

function eachGram(text: string, tell: (hash: number) => void): void {
  let before = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Pairs are few, and a short word has no more than one: they get three bits each.
    if (at >= 1) for (const salt of PAIR_SALTS) tell(hash(last * 0x10000 + unit + salt));
    if (at >= 2) tell(hash((before * 31 + last) * 0x10000 + unit));
    before = last;
    last = unit;
  }
}

/** Spreads a number of up to 48 bits over 32, of which the lower ones are used (Fibonacci hashing). */
function hash(value: number): number {
  const product = Math.imul((value | 0) ^ Math.imul((value / 0x1_0000_0000) | 0, 0x85ebca6b), 0x9e3779b1);
  return product ^ (product >>> 15);
}

function plainRanges({ tree }: Reading): number[] {
  let left = MAX_TEXT;
  return textEntities(tree.entities, "text/plain")
    .filter(({ encoding, contentType }) => {
      const charset = contentType.parameters.get("charset")?.toLowerCase() ?? "us-ascii";
      return ["7bit", "8bit", "binary"].includes(encoding) && ["us-ascii", "ascii", "utf-8"].includes(charset);
    })
    .flatMap(({ body, end }) => {
      const length = Math.min(left, end - body);
      left -= length;
      return length > 0 ? [body, body + length] : [];
    });
}
