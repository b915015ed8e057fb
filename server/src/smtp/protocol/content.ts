import type { Octets } from "./octets.ts";

/** A piece that is at least this long may stand alone; shorter ones are gathered. */
const LONG = 8 * 1024;
const MAX_BLOCK = 64 * 1024;

/**
 * The octets of a message, gathered as they come and never joined. A piece of a socket's chunk is kept as it is
 * where it fills most of that chunk, since it keeps the whole chunk alive; else it is copied. Little pieces go
 * together into blocks, so that a message that drips in octet by octet costs no more than its size.
 */
export class Content {
  readonly #octets: Octets;
  #pieces: Uint8Array[] = [];
  /** The first piece, while it may turn out to be the only one. */
  #single: Uint8Array | undefined;
  #block: Uint8Array | undefined;
  #filled = 0;
  size = 0;

  constructor(octets: Octets) {
    this.#octets = octets;
  }

  /** Takes `piece` over; nobody else may change it from here on. */
  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (this.size === 0) this.#single = piece;
    else {
      this.#gatherSingle();
      this.#gather(piece);
    }
    this.size += piece.length;
  }

  #gatherSingle(): void {
    const single = this.#single;
    if (single === undefined) return;
    this.#single = undefined;
    this.#gather(single);
  }

  #gather(piece: Uint8Array): void {
    if (piece.length >= LONG && fillsItsBuffer(piece)) {
      this.#endBlock();
      this.#pieces.push(piece);
      return;
    }
    const room = this.#roomFor(piece.length);
    room.set(piece, this.#filled);
    this.#filled += piece.length;
    if (this.#filled >= MAX_BLOCK) this.#endBlock();
  }

  /** A block with `length` octets free; it doubles as it fills, up to MAX_BLOCK or one long piece. */
  #roomFor(length: number): Uint8Array {
    const needed = this.#filled + length;
    const old = this.#block;
    if (old !== undefined && old.length >= needed) return old;
    const block = this.#octets.allocate(Math.max(needed, Math.min(MAX_BLOCK, Math.max(1024, needed * 2))));
    if (old !== undefined) block.set(old.subarray(0, this.#filled));
    this.#block = block;
    return block;
  }

  #endBlock(): void {
    if (this.#block === undefined) return;
    this.#pieces.push(this.#fitted(this.#block.subarray(0, this.#filled)));
    this.#block = undefined;
    this.#filled = 0;
  }

  #fitted(piece: Uint8Array): Uint8Array {
    if (fillsItsBuffer(piece)) return piece;
    const copy = this.#octets.allocate(piece.length);
    copy.set(piece);
    return copy;
  }

  /** Lets go of all octets. */
  clear(): void {
    this.#pieces = [];
    this.#single = undefined;
    this.#block = undefined;
    this.#filled = 0;
    this.size = 0;
  }

  /** The message in order; nothing may be added after. */
  pieces(): readonly Uint8Array[] {
    if (this.#single !== undefined) return [this.#fitted(this.#single)];
    this.#endBlock();
    return this.#pieces;
  }
}

function fillsItsBuffer(piece: Uint8Array): boolean {
  return piece.length * 8 >= piece.buffer.byteLength * 7;
}
