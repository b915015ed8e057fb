import type { Allocator } from "../base/allocator.ts";
import type { RawChunks } from "./mailbox.ts";

/** Bytes of the largest slab, and of the smallest. */
const LARGEST_SLAB_BYTES = 4 * 1024 * 1024;
const SMALLEST_SLAB_BYTES = 64 * 1024;
/** From this size on a slab takes pieces of at most an eighth of it; longer ones have memory of their own. Smaller slabs take the piece in parts. */
const LARGE_SLAB_BYTES = 1024 * 1024;
/** How much the empty slabs that are kept for what comes next are, of all that is kept: of large slabs, and of small ones. */
const SPARE_SHARE = 1 / 16;
const SMALL_SPARE_SHARE = 1 / 2;

/** Bytes that are kept in slabs of the largest size, and more. */
const MAX_SLAB_BYTES = 64 * LARGEST_SLAB_BYTES;

/**
 * Bytes of a slab, where `bytes` are kept at most. Messages that come at the same time share slabs, and a slab is used again
 * once all of them are gone. The smaller slabs are, the less lies idle meanwhile, and the more there are to look after.
 */
const chooseSlabBytes = (bytes: number): number =>
  bytes >= MAX_SLAB_BYTES ? LARGEST_SLAB_BYTES : bytes >= MAX_SLAB_BYTES / 4 ? LARGE_SLAB_BYTES : SMALLEST_SLAB_BYTES;

interface Slab {
  readonly bytes: Buffer;
  /** Where the part begins that was not given away. */
  usedBytes: number;
  /** Bytes given away to messages that are on their way. */
  pendingBytes: number;
  /** Bytes of messages that are kept. */
  retainedBytes: number;
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
export class SlabAllocator implements Allocator {
  /** Bytes of a slab. A piece begins the next one where it does not fit into what is left. */
  readonly #slabBytes: number;
  readonly #maxSpareSlabs: number;
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>();
  readonly #spareSlabs: Slab[] = [];
  #openSlab: Slab | undefined;
  #heldBytes = 0;
  #retainedBytes = 0;

  /** @param bytes what will be kept at most: slabs are smaller where that is little */
  constructor(bytes = MAX_SLAB_BYTES) {
    this.#slabBytes = chooseSlabBytes(bytes);
    const share = this.#slabBytes < LARGE_SLAB_BYTES ? SMALL_SPARE_SHARE : SPARE_SHARE;
    this.#maxSpareSlabs = Math.trunc((Math.min(bytes, MAX_SLAB_BYTES) * share) / this.#slabBytes);
  }

  allocate(wantedBytes: number): Uint8Array {
    const isLarge = this.#slabBytes >= LARGE_SLAB_BYTES;
    if (isLarge && wantedBytes > this.#slabBytes / 8) return Buffer.allocUnsafeSlow(wantedBytes);
    let slab = this.#openSlab;
    if (
      slab === undefined ||
      slab.usedBytes === this.#slabBytes ||
      (isLarge && slab.usedBytes + wantedBytes > this.#slabBytes)
    )
      slab = this.#openNextSlab();
    const start = slab.usedBytes;
    const size = Math.min(wantedBytes, this.#slabBytes - start);
    slab.usedBytes += size;
    slab.pendingBytes += size;
    return slab.bytes.subarray(start, slab.usedBytes);
  }

  release({ buffer, byteOffset, length }: Uint8Array): void {
    const slab = this.#slabs.get(buffer);
    if (slab === undefined) return;
    slab.pendingBytes -= length;
    // What was given away last is given away again next.
    if (byteOffset + length === slab.usedBytes) slab.usedBytes = byteOffset;
    this.#recycle(slab);
  }

  #openNextSlab(): Slab {
    const full = this.#openSlab;
    const slab = this.#spareSlabs.pop() ?? this.#createSlab();
    slab.isSpare = false;
    this.#openSlab = slab;
    if (full !== undefined) this.#recycle(full);
    return slab;
  }

  #createSlab(): Slab {
    const slab = {
      bytes: Buffer.allocUnsafeSlow(this.#slabBytes),
      usedBytes: 0,
      pendingBytes: 0,
      retainedBytes: 0,
      isSpare: false,
    };
    this.#slabs.set(slab.bytes.buffer, slab);
    return slab;
  }

  /** Whether one of these lies in a slab. */
  owns(chunks: RawChunks): boolean {
    return chunks.some(({ buffer }) => this.#slabs.has(buffer));
  }

  /** A message of these pieces is kept from here on. */
  retain(chunks: RawChunks): void {
    for (const { buffer, length } of chunks) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      if (slab.retainedBytes === 0) this.#heldBytes += this.#slabBytes;
      slab.pendingBytes -= length;
      slab.retainedBytes += length;
      this.#retainedBytes += length;
    }
  }

  /** The message of these pieces is gone, or has its bytes elsewhere: nobody reads them here any more. */
  releasePieces(chunks: RawChunks): void {
    for (const { buffer, length } of chunks) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      slab.retainedBytes -= length;
      this.#retainedBytes -= length;
      if (slab.retainedBytes > 0) continue;
      this.#heldBytes -= this.#slabBytes;
      this.#recycle(slab);
    }
  }

  /**
   * The message of these pieces is gone from the ring, and somebody may still read them at any time. Their slabs are not
   * used again; they are collected once nobody refers to a piece.
   */
  abandon(chunks: RawChunks): void {
    for (const { buffer, length } of chunks) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      // It counts as given away and never comes back.
      slab.pendingBytes += length;
      slab.retainedBytes -= length;
      this.#retainedBytes -= length;
      if (slab.retainedBytes === 0) this.#heldBytes -= this.#slabBytes;
    }
  }

  #recycle(slab: Slab): void {
    if (slab.retainedBytes > 0 || slab.pendingBytes > 0) return;
    slab.usedBytes = 0;
    if (slab === this.#openSlab || slab.isSpare || this.#spareSlabs.length >= this.#maxSpareSlabs) return;
    slab.isSpare = true;
    this.#spareSlabs.push(slab);
  }

  /** Bytes that lie idle in slabs of which something is kept: there are many only where messages go out of their order. */
  get idleBytes(): number {
    return this.#heldBytes - this.#retainedBytes;
  }

  /** Bytes of messages that are kept in slabs. */
  get retainedBytes(): number {
    return this.#retainedBytes;
  }
}
