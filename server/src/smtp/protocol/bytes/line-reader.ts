import type { BinaryString, ByteOps } from "./octets.ts";

const CR = 13;
const LF = 10;

const EMPTY = new Uint8Array();

/** A complete line. */
export interface Line {
  /** Without the line end. */
  readonly text: BinaryString;
  /** Octets on the wire, including the line end. */
  readonly bytes: number;
  readonly hasBareLf: boolean;
  /** The line is longer than the reader's limit; `text` is its beginning. */
  readonly isTruncated: boolean;
}

/** Reads lines that end with CRLF or LF, across chunks. Keeps at most `maxOctets` of a line. */
export class LineReader {
  readonly #byteOps: ByteOps;
  readonly #maxOctets: number;
  /** The beginning of an incomplete line. Grows as needed, up to `#maxOctets`. */
  #partial: Uint8Array | undefined;
  #partialBytes = 0;
  /** The line that `read` found. */
  line: Line = { text: "", bytes: 0, hasBareLf: false, isTruncated: false };

  constructor(byteOps: ByteOps, maxOctets: number) {
    this.#byteOps = byteOps;
    this.#maxOctets = maxOctets;
  }

  /** Octets received of the incomplete line, including those not kept. */
  get bytes(): number {
    return this.#partialBytes;
  }

  /** The beginning of the incomplete line. */
  get partialText(): BinaryString {
    const held = this.#partial ?? EMPTY;
    return this.#byteOps.latin1(held, 0, Math.min(this.#partialBytes, this.#maxOctets));
  }

  /** Reads `chunk` from `start`. Returns the offset behind the line and sets `line`; -1 if the line does not end in this chunk. */
  read(chunk: Uint8Array, start: number): number {
    let lf = start;
    while (lf < chunk.length && chunk[lf] !== LF) lf += 1;
    if (lf === chunk.length) {
      this.#appendPartial(chunk, start, lf);
      return -1;
    }
    if (this.#partialBytes === 0) this.#readWholeLine(chunk, start, lf);
    else this.#readLineEnd(chunk, start, lf);
    return lf + 1;
  }

  /** The common case: the whole line is in this chunk. */
  #readWholeLine(chunk: Uint8Array, start: number, lf: number): void {
    const hasBareLf = lf === start || chunk[lf - 1] !== CR;
    const end = hasBareLf ? lf : lf - 1;
    const isTruncated = end - start > this.#maxOctets;
    const text = this.#byteOps.latin1(chunk, start, isTruncated ? start + this.#maxOctets : end);
    this.line = { text, bytes: lf + 1 - start, hasBareLf, isTruncated };
  }

  #readLineEnd(chunk: Uint8Array, start: number, lf: number): void {
    this.#appendPartial(chunk, start, lf);
    const isTruncated = this.#partialBytes > this.#maxOctets;
    const held = this.#partial ?? EMPTY;
    const length = Math.min(this.#partialBytes, this.#maxOctets);
    const crlf = held[length - 1] === CR;
    const text = this.#byteOps.latin1(held, 0, crlf ? length - 1 : length);
    this.line = { text, bytes: this.#partialBytes + 1, hasBareLf: !crlf && !isTruncated, isTruncated };
    this.reset();
  }

  #appendPartial(chunk: Uint8Array, start: number, end: number): void {
    const at = Math.min(this.#partialBytes, this.#maxOctets);
    const size = Math.min(end - start, this.#maxOctets - at);
    this.#grow(at, at + size).set(chunk.subarray(start, start + size), at);
    this.#partialBytes += end - start;
  }

  /** Returns the buffer with its first `used` octets kept, and capacity for `size` in total. */
  #grow(used: number, size: number): Uint8Array {
    if (this.#partial === undefined || this.#partial.length < size) {
      const larger = new Uint8Array(Math.min(this.#maxOctets, Math.max(size, 2 * used)));
      if (this.#partial !== undefined) larger.set(this.#partial);
      this.#partial = larger;
    }
    return this.#partial;
  }

  /** Discards the incomplete line. */
  reset(): void {
    this.#partial = undefined;
    this.#partialBytes = 0;
  }
}
