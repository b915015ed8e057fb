import { containsText, MAX_DIRECT_NEEDLE_LENGTH } from "./contains-text.ts";
import type { Mail } from "./mail.ts";
import { ParsedMail } from "./parsed-mail.ts";
import { extractSearchTextFrom, MAX_SEARCH_TEXT_BYTES } from "./search-index.ts";

/** A search term, prepared for a search through many messages. */
export interface PreparedTerm {
  /** The folded term: lower case, single blanks. */
  readonly text: string;
  /** The term as it may occur in a source: folded, and capitalised. Empty for a long term. */
  readonly bytes: readonly Buffer[];
  /** Hashes of its character pairs and triples. */
  readonly grams: readonly number[];
}

/**
 * A digest of a message's text, so that most searches need not decode the text again: a Bloom filter of its character pairs and
 * triples, and the ranges of text that is unencoded in the source. The filter rules out nearly every message without the
 * term; the ranges often confirm a message that has it.
 */
export interface TextSignature {
  /** The number of bits is a power of two. */
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
  return createTextSignatureFrom(new ParsedMail(mail, MAX_SEARCH_TEXT_BYTES));
}

/** Like `createTextSignature`, for a mail that is already parsed. */
export function createTextSignatureFrom(parsed: ParsedMail): TextSignature {
  const text = extractSearchTextFrom(parsed);
  // As many bits as characters: text in a European language sets a third of them.
  const bits = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(text.length / 32))));
  const mask = bits.length * 32 - 1;
  forEachGram(text, (gram) => {
    const bit = gram & mask;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  });
  return { bits, plainRanges: findPlainRanges(parsed) };
}

/** Whether the text of a message may contain the term. False is certain. */
export function mayContainTerm({ bits }: TextSignature, term: PreparedTerm): boolean {
  const mask = bits.length * 32 - 1;
  return term.grams.every((gram) => {
    const bit = gram & mask;
    return ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  });
}

/** Whether the term occurs in an unencoded range of the source. True is certain: the text contains it. */
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

/** Whether a folded text contains the term. */
export function textContainsTerm(text: string, term: PreparedTerm): boolean {
  return containsText(text, term.text);
}

const PAIR_SALTS = [0x1111_0000_0000, 0x2222_0000_0000, 0x3333_0000_0000];

function forEachGram(text: string, visit: (hash: number) => void): void {
  /** The pairs of ASCII characters that were visited. A text consists of a few hundred, repeated. */
  const visitedPairs = new Uint8Array(0x4000);
  let before = 0;
  let last = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const isAsciiPair = (last | unit) < 0x80;
    if (index >= 1 && !(isAsciiPair && visitedPairs[last * 0x80 + unit] === 1)) {
      if (isAsciiPair) visitedPairs[last * 0x80 + unit] = 1;
      // There are few distinct pairs, and a short word has only one: each pair sets three bits.
      for (const salt of PAIR_SALTS) visit(hash(last * 0x10000 + unit + salt));
    }
    if (index >= 2) visit(hash((before * 31 + last) * 0x10000 + unit));
    before = last;
    last = unit;
  }
}

/** Hashes a number of up to 48 bits to 32 bits (Fibonacci hashing). Callers use the lower bits. */
function hash(value: number): number {
  const product = Math.imul((value | 0) ^ Math.imul((value / 0x1_0000_0000) | 0, 0x85ebca6b), 0x9e3779b1);
  return product ^ (product >>> 15);
}

function findPlainRanges({ raw, content }: ParsedMail): number[] {
  let left = MAX_SEARCH_TEXT_BYTES;
  return content.text
    .flatMap(({ kind, entity }) => (kind === "text" && entity.encodedIn === null ? [entity] : []))
    .filter(({ encoding, contentType }) => {
      const charset = contentType.parameters.get("charset")?.toLowerCase() ?? "us-ascii";
      return ["7bit", "8bit", "binary"].includes(encoding) && ["us-ascii", "ascii", "utf-8"].includes(charset);
    })
    .flatMap(({ bodyStart: body, end }) => {
      const length = Math.min(left, end - body);
      left -= length;
      // In ISO 2022, escape sequences give ASCII bytes other meanings.
      const isPlain = length > 0 && !raw.subarray(body, body + length).includes(0x1b);
      return isPlain ? [body, body + length] : [];
    });
}
