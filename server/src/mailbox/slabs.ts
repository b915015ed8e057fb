import type { Memory, RawPieces } from "./mailbox.ts";

/** Bytes of the largest slab, and of the smallest. */
const LARGEST_SLAB = 4 * 1024 * 1024;
const SMALLEST_SLAB = 64 * 1024;
/** From this size on a slab takes pieces of at most an eighth of it; longer ones have memory of their own. Smaller slabs take the piece in parts. */
const LARGE_SLAB = 1024 * 1024;
/** How much the empty slabs that are kept for what comes next are, of all that is kept: of large slabs, and of small ones. */
const SPARE_SHARE = 1 / 16;
const SMALL_SPARE_SHARE = 1 / 2;

/** Bytes that are kept in slabs of the largest size, and more. */
const MOST_BYTES = 64 * LARGEST_SLAB;

/**
 * Bytes of a slab, where `bytes` are kept at most. Messages that come at the same time share slabs, and a slab is used again
 * once all of them are gone. The smaller slabs are, the less lies idle meanwhile, and the more there are to look after.
 */
const slabSize = (bytes: number): number =>
  bytes >= MOST_BYTES ? LARGEST_SLAB : bytes >= MOST_BYTES / 4 ? LARGE_SLAB : SMALLEST_SLAB;

interface Slab {
  readonly bytes: Buffer;
  /** Where the part begins that was not given away. */
  filled: number;
  /** Bytes given away to messages that are on their way. */
  pending: number;
  /** Bytes of messages that are kept. */
  kept: number;
  isSpare: boolean;
}

/**
 * The memory in which messages are received and kept. A ring lets go of its messages in the order in which they came, so their memory
 * is used again instead of being collected: V8 looks through the whole heap each time that 64 MiB of buffers were made, which was
 * half of what a message of 100 KiB cost.
 *
 * Whoever reads of a slab has to be done with it before its message goes: others get copies. Room that is neither kept nor given
 * back keeps its slab from being used again, and from nothing else: then it is collected.
 */
export class Slabs implements Memory {
  /** Bytes of a slab. A piece begins the next one where it does not fit into what is left. */
  readonly #size: number;
  readonly #maxSpare: number;
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>();
  readonly #spare: Slab[] = [];
  #open: Slab | undefined;
  #held = 0;
  #kept = 0;

  /** @param bytes what will be kept at most: slabs are smaller where that is little */
  constructor(bytes = MOST_BYTES) {
    this.#size = slabSize(bytes);
    const share = this.#size < LARGE_SLAB ? SMALL_SPARE_SHARE : SPARE_SHARE;
    this.#maxSpare = Math.trunc((Math.min(bytes, MOST_BYTES) * share) / this.#size);
  }

  take(wanted: number): Uint8Array {
    const isLarge = this.#size >= LARGE_SLAB;
    if (isLarge && wanted > this.#size / 8) return Buffer.allocUnsafeSlow(wanted);
    let slab = this.#open;
    if (slab === undefined || slab.filled === this.#size || (isLarge && slab.filled + wanted > this.#size))
      slab = this.#next();
    const start = slab.filled;
    const size = Math.min(wanted, this.#size - start);
    slab.filled += size;
    slab.pending += size;
    return slab.bytes.subarray(start, slab.filled);
  }

  giveBack({ buffer, byteOffset, length }: Uint8Array): void {
    const slab = this.#slabs.get(buffer);
    if (slab === undefined) return;
    slab.pending -= length;
    // What was given away last is given away again next.
    if (byteOffset + length === slab.filled) slab.filled = byteOffset;
    this.#reuse(slab);
  }

  #next(): Slab {
    const full = this.#open;
    const slab = this.#spare.pop() ?? this.#make();
    slab.isSpare = false;
    this.#open = slab;
    if (full !== undefined) this.#reuse(full);
    return slab;
  }

  #make(): Slab {
    const slab = { bytes: Buffer.allocUnsafeSlow(this.#size), filled: 0, pending: 0, kept: 0, isSpare: false };
    this.#slabs.set(slab.bytes.buffer, slab);
    return slab;
  }

  /** Whether one of these lies in a slab. */
  holds(pieces: RawPieces): boolean {
    return pieces.some(({ buffer }) => this.#slabs.has(buffer));
  }

  /** A message of these pieces is kept from here on. */
  keep(pieces: RawPieces): void {
    for (const { buffer, length } of pieces) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      if (slab.kept === 0) this.#held += this.#size;
      slab.pending -= length;
      slab.kept += length;
      this.#kept += length;
    }
  }

  /** The message of these pieces is gone, or has its bytes elsewhere: nobody reads them here any more. */
  release(pieces: RawPieces): void {
    for (const { buffer, length } of pieces) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      slab.kept -= length;
      this.#kept -= length;
      if (slab.kept > 0) continue;
      this.#held -= this.#size;
      this.#reuse(slab);
    }
  }

  #reuse(slab: Slab): void {
    if (slab.kept > 0 || slab.pending > 0) return;
    slab.filled = 0;
    if (slab === this.#open || slab.isSpare || this.#spare.length >= this.#maxSpare) return;
    slab.isSpare = true;
    this.#spare.push(slab);
  }

  /** Bytes that lie idle in slabs of which something is kept: there are many only where messages go out of their order. */
  get idle(): number {
    return this.#held - this.#kept;
  }

  /** Bytes of messages that are kept in slabs. */
  get kept(): number {
    return this.#kept;
  }
}
