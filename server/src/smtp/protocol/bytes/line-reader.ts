import type { BinaryString, ByteOps } from "./octets.ts";

const CR = 13;
const LF = 10;

const EMPTY = new Uint8Array();

/** A line that ended. */
export interface Line {
  /** Without its line end. */
  readonly text: BinaryString;
  /** On the wire, line end included. */
  readonly bytes: number;
  readonly hasBareLf: boolean;
  /** The line was longer than the reader holds; `text` is its beginning. */
  readonly isTruncated: boolean;
}

/** Reads lines that end in CRLF or LF, across chunks; holds no more than `max` octets of one. */
export class LineReader {
  readonly #byteOps: ByteOps;
  readonly #maxOctets: number;
  /** What came of a line whose end did not come yet, in its first octets. It grows as needed, up to `max`. */
  #partial: Uint8Array | undefined;
  #partialBytes = 0;
  /** The line that `read` found. */
  line: Line = { text: "", bytes: 0, hasBareLf: false, isTruncated: false };

  constructor(octets: ByteOps, max: number) {
    this.#byteOps = octets;
    this.#maxOctets = max;
  }

  /** Octets that came of a line whose end did not come yet. */
  get bytes(): number {
    return this.#partialBytes;
  }

  /** Reads `chunk` from `start`: the offset after the line's end, with the line in `line`; -1 where the line goes on. */
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

  /** The whole line stands in this chunk: the common case. */
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

  /** The octets that are held, `used` so far, with space for `size` in all. */
  #grow(used: number, size: number): Uint8Array {
    if (this.#partial === undefined || this.#partial.length < size) {
      const larger = new Uint8Array(Math.min(this.#maxOctets, Math.max(size, 2 * used)));
      if (this.#partial !== undefined) larger.set(this.#partial);
      this.#partial = larger;
    }
    return this.#partial;
  }

  /** Forgets what was held. */
  reset(): void {
    this.#partial = undefined;
    this.#partialBytes = 0;
  }
}
