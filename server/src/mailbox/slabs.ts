import type { Memory, RawPieces } from "./mailbox.ts";

/** Bytes of a slab. A room begins the next one where it does not fit into what is left. */
const SLAB = 4 * 1024 * 1024;
/** Longer ones have memory of their own: too much of a slab would lie idle behind them. */
const LONGEST = SLAB / 8;
/** Empty slabs that are kept for what comes next. */
const SPARE = 4;

interface Slab {
  readonly bytes: Buffer;
  /** Where the part begins that was not given away. */
  filled: number;
  /** Bytes given away to messages that are on their way. */
  pending: number;
  /** Bytes of messages that are kept. */
  kept: number;
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
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>();
  readonly #spare: Slab[] = [];
  #open: Slab | undefined;
  #held = 0;
  #kept = 0;

  take(size: number): Uint8Array {
    if (size > LONGEST) return Buffer.allocUnsafeSlow(size);
    let slab = this.#open;
    if (slab === undefined || slab.filled + size > SLAB) slab = this.#next();
    const start = slab.filled;
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
    this.#open = slab;
    if (full !== undefined) this.#reuse(full);
    return slab;
  }

  #make(): Slab {
    const slab = { bytes: Buffer.allocUnsafeSlow(SLAB), filled: 0, pending: 0, kept: 0 };
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
      if (slab.kept === 0) this.#held += SLAB;
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
      this.#held -= SLAB;
      this.#reuse(slab);
    }
  }

  #reuse(slab: Slab): void {
    if (slab.kept > 0 || slab.pending > 0) return;
    slab.filled = 0;
    if (slab !== this.#open && this.#spare.length < SPARE && !this.#spare.includes(slab)) this.#spare.push(slab);
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
