import type { BinaryString, Octets } from "./octets.ts";

const CR = 13;
const LF = 10;

const EMPTY = new Uint8Array();

/** A line that ended. */
export interface Line {
  /** Without its line end. */
  readonly text: BinaryString;
  /** On the wire, line end included. */
  readonly bytes: number;
  readonly bareLf: boolean;
  /** The line was longer than the reader holds; `text` is its beginning. */
  readonly cut: boolean;
}

/** Reads lines that end in CRLF or LF, across chunks; holds no more than `max` octets of one. */
export class LineReader {
  readonly #octets: Octets;
  readonly #max: number;
  /** What came of a line whose end did not come yet, in its first octets. It grows as needed, up to `max`. */
  #held: Uint8Array | undefined;
  #bytes = 0;
  /** The line that `read` found. */
  line: Line = { text: "", bytes: 0, bareLf: false, cut: false };

  constructor(octets: Octets, max: number) {
    this.#octets = octets;
    this.#max = max;
  }

  /** Octets that came of a line whose end did not come yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Reads `chunk` from `start`: the offset after the line's end, with the line in `line`; -1 where the line goes on. */
  read(chunk: Uint8Array, start: number): number {
    let lf = start;
    while (lf < chunk.length && chunk[lf] !== LF) lf += 1;
    if (lf === chunk.length) {
      this.#hold(chunk, start, lf);
      return -1;
    }
    if (this.#bytes === 0) this.#take(chunk, start, lf);
    else this.#complete(chunk, start, lf);
    return lf + 1;
  }

  /** The whole line stands in this chunk: the common case. */
  #take(chunk: Uint8Array, start: number, lf: number): void {
    const bareLf = lf === start || chunk[lf - 1] !== CR;
    const end = bareLf ? lf : lf - 1;
    const cut = end - start > this.#max;
    const text = this.#octets.latin1(chunk, start, cut ? start + this.#max : end);
    this.line = { text, bytes: lf + 1 - start, bareLf, cut };
  }

  #complete(chunk: Uint8Array, start: number, lf: number): void {
    this.#hold(chunk, start, lf);
    const cut = this.#bytes > this.#max;
    const held = this.#held ?? EMPTY;
    const length = Math.min(this.#bytes, this.#max);
    const crlf = held[length - 1] === CR;
    const text = this.#octets.latin1(held, 0, crlf ? length - 1 : length);
    this.line = { text, bytes: this.#bytes + 1, bareLf: !crlf && !cut, cut };
    this.clear();
  }

  #hold(chunk: Uint8Array, start: number, end: number): void {
    const at = Math.min(this.#bytes, this.#max);
    const size = Math.min(end - start, this.#max - at);
    this.#grow(at, at + size).set(chunk.subarray(start, start + size), at);
    this.#bytes += end - start;
  }

  /** The octets that are held, `used` so far, with space for `size` in all. */
  #grow(used: number, size: number): Uint8Array {
    if (this.#held === undefined || this.#held.length < size) {
      const larger = new Uint8Array(Math.min(this.#max, Math.max(size, 2 * used)));
      if (this.#held !== undefined) larger.set(this.#held);
      this.#held = larger;
    }
    return this.#held;
  }

  /** Forgets what was held. */
  clear(): void {
    this.#held = undefined;
    this.#bytes = 0;
  }
}
