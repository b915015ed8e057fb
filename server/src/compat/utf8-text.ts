import { StringDecoder } from "node:string_decoder";

/** Bytes that are decoded at once. */
const SLICE_BYTES = 16 * 1024;
const LF = 10;
const CR = 13;

/** Text in UTF-8 that stays bytes until it is written: a source may be larger than the heap. Bytes that are none become U+FFFD. */
export class Utf8Text {
  readonly bytes: Buffer;
  readonly #isFolded: boolean;

  /** @param isFolded line ends are not part of the text (RFC 5322 §2.2.3) */
  constructor(bytes: Buffer, isFolded = false) {
    this.bytes = bytes;
    this.#isFolded = isFolded;
  }

  /** The text in slices of at most 16,384 characters or so, none of which ends within a character. */
  *slices(): Generator<string> {
    if (!this.#isFolded) yield* decode(this.bytes);
    else for (const line of linesOf(this.bytes)) yield* decode(line);
  }

  /** The first bytes as text: as much as is read of a header field that decides something. */
  beginning(): string {
    const text = this.bytes.toString("utf8", 0, SLICE_BYTES);
    return this.#isFolded ? text.replace(/\r?\n/g, "") : text;
  }
}

function* decode(bytes: Buffer): Generator<string> {
  const decoder = new StringDecoder("utf8");
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield decoder.write(bytes.subarray(at, at + SLICE_BYTES));
  yield decoder.end();
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const hasCr = found > start && bytes[found - 1] === CR;
    yield bytes.subarray(start, hasCr ? end - 1 : end);
    start = end + 1;
  }
}
