import type { Octets } from "./octets.ts";

/** A piece that is at least this long stands alone; shorter ones are gathered. */
const LONG = 8 * 1024;
const MAX_BLOCK = 64 * 1024;

/**
 * The octets of a message, copied as they come and never joined: a piece lies in memory of the host, which reads the next one
 * into it. A message that came in one piece has one copy of exactly its size. Little pieces go together into blocks, so that a
 * message that drips in octet by octet costs no more than its size.
 */
export class Content {
  readonly #octets: Octets;
  #pieces: Uint8Array[] = [];
  #block: Uint8Array | undefined;
  #filled = 0;

  constructor(octets: Octets) {
    this.#octets = octets;
  }

  add(piece: Uint8Array): void {
    if (piece.length >= LONG) {
      this.#endBlock();
      this.#pieces.push(this.#copy(piece));
    } else if (piece.length > 0) this.#gather(piece);
  }

  #copy(piece: Uint8Array): Uint8Array {
    const copy = this.#octets.allocate(piece.length);
    copy.set(piece);
    return copy;
  }

  #gather(piece: Uint8Array): void {
    this.#roomFor(piece.length).set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled >= MAX_BLOCK) this.#endBlock();
  }

  /** A block with `length` octets free: just that for the first piece, which may be the only one; then it doubles as it fills. */
  #roomFor(length: number): Uint8Array {
    const old = this.#block;
    const needed = this.#filled + length;
    if (old !== undefined && old.length >= needed) return old;
    const size = old === undefined ? needed : Math.max(needed, Math.min(MAX_BLOCK, Math.max(1024, needed * 2)));
    const block = this.#octets.allocate(size);
    if (old !== undefined) block.set(old.subarray(0, this.#filled));
    this.#block = block;
    return block;
  }

  #endBlock(): void {
    const block = this.#block;
    if (block === undefined) return;
    this.#pieces.push(this.#filled === block.length ? block : this.#copy(block.subarray(0, this.#filled)));
    this.#block = undefined;
    this.#filled = 0;
  }

  /** Lets go of all octets. */
  clear(): void {
    this.#pieces = [];
    this.#block = undefined;
    this.#filled = 0;
  }

  /** The message in order; nothing may be added after. */
  pieces(): readonly Uint8Array[] {
    this.#endBlock();
    return this.#pieces;
  }
}
