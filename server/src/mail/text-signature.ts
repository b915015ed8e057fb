import { containsText, MAX_DIRECT_NEEDLE_LENGTH } from "./contains-text.ts";
import { textEntities } from "./entity-roles.ts";
import type { Mail } from "./mail.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { extractSearchTextFrom, MAX_SEARCH_TEXT_BYTES } from "./search-index.ts";

/** What a text must hold, prepared to be looked for in many messages. */
export interface PreparedTerm {
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
  readonly plainRanges: readonly number[];
}

export function prepareTerm(text: string): PreparedTerm {
  const grams = new Set<number>();
  forEachGram(text, (gram) => grams.add(gram));
  const capitalised = text.charAt(0).toUpperCase() + text.slice(1);
  const bytes = text.length > MAX_DIRECT_NEEDLE_LENGTH ? [] : [Buffer.from(text), Buffer.from(capitalised)];
  return { text, bytes, grams: [...grams] };
}

export function createTextSignature(mail: Mail): TextSignature {
  const parsed = new ParsedMail(mail, MAX_SEARCH_TEXT_BYTES);
  const text = extractSearchTextFrom(parsed);
  // As many bits as characters: a third of them is set by text in a European language.
  const bits = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(text.length / 32))));
  const mask = bits.length * 32 - 1;
  forEachGram(text, (gram) => {
    const bit = gram & mask;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  });
  return { bits, plainRanges: findPlainRanges(parsed) };
}

/** Whether the text of a message may hold what is wanted: false where it certainly does not. */
export function mayContainTerm({ bits }: TextSignature, term: PreparedTerm): boolean {
  const mask = bits.length * 32 - 1;
  return term.grams.every((gram) => {
    const bit = gram & mask;
    return ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  });
}

/** Whether what is wanted stands in the source as it is: then the text holds it. */
export function sourceContainsTerm(
  raw: Buffer,
  { plainRanges: plain }: TextSignature,
  { bytes }: PreparedTerm,
): boolean {
  for (let index = 0; index + 1 < plain.length; index += 2) {
    const text = raw.subarray(plain[index], plain[index + 1]);
    if (bytes.some((wanted) => text.includes(wanted))) return true;
  }
  return false;
}

/** Whether a text, in lower case, holds what is wanted. */
export function textContainsTerm(text: string, term: PreparedTerm): boolean {
  return containsText(text, term.text);
}

const PAIR_SALTS = [0x1111_0000_0000, 0x2222_0000_0000, 0x3333_0000_0000];

function forEachGram(text: string, visit: (hash: number) => void): void {
  let before = 0;
  let last = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Pairs are few, and a short word has no more than one: they get three bits each.
    if (index >= 1) for (const salt of PAIR_SALTS) visit(hash(last * 0x10000 + unit + salt));
    if (index >= 2) visit(hash((before * 31 + last) * 0x10000 + unit));
    before = last;
    last = unit;
  }
}

/** Spreads a number of up to 48 bits over 32, of which the lower ones are used (Fibonacci hashing). */
function hash(value: number): number {
  const product = Math.imul((value | 0) ^ Math.imul((value / 0x1_0000_0000) | 0, 0x85ebca6b), 0x9e3779b1);
  return product ^ (product >>> 15);
}

function findPlainRanges({ raw, tree }: ParsedMail): number[] {
  let left = MAX_SEARCH_TEXT_BYTES;
  return textEntities(tree.entities, "text/plain")
    .filter(({ encoding, contentType }) => {
      const charset = contentType.parameters.get("charset")?.toLowerCase() ?? "us-ascii";
      return ["7bit", "8bit", "binary"].includes(encoding) && ["us-ascii", "ascii", "utf-8"].includes(charset);
    })
    .flatMap(({ bodyStart: body, end }) => {
      const length = Math.min(left, end - body);
      left -= length;
      // Escape sequences may make other letters of ASCII bytes (ISO 2022).
      const isPlain = length > 0 && !raw.subarray(body, body + length).includes(0x1b);
      return isPlain ? [body, body + length] : [];
    });
}
