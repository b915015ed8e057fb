import type { Allocator } from "../base/allocator.ts";
import type { RawChunks } from "./mailbox.ts";

/** Bytes of the largest slab, and of the smallest. */
const LARGEST_SLAB_BYTES = 4 * 1024 * 1024;
const SMALLEST_SLAB_BYTES = 64 * 1024;
/** Slabs of at least this size hold chunks of up to an eighth of the slab; longer chunks get their own memory. Smaller slabs hold a long chunk in parts. */
const LARGE_SLAB_BYTES = 1024 * 1024;
/** Share of the kept bytes that may be held in empty slabs for later messages: for large slabs, and for small ones. */
const SPARE_SHARE = 1 / 16;
const SMALL_SPARE_SHARE = 1 / 2;

/** Bytes that are kept in slabs of the largest size, and more. */
const MAX_SLAB_BYTES = 64 * LARGEST_SLAB_BYTES;

/**
 * Returns the size of a slab in bytes if at most `bytes` are kept. Messages that arrive at the same time share slabs, and a slab is
 * reused once all of them are gone. Smaller slabs leave less memory unused meanwhile, but there are more of them to manage.
 */
const chooseSlabBytes = (bytes: number): number =>
  bytes >= MAX_SLAB_BYTES ? LARGEST_SLAB_BYTES : bytes >= MAX_SLAB_BYTES / 4 ? LARGE_SLAB_BYTES : SMALLEST_SLAB_BYTES;

interface Slab {
  readonly bytes: Buffer;
  /** Offset of the unallocated part. */
  usedBytes: number;
  /** Bytes allocated to messages that are being received. */
  pendingBytes: number;
  /** Bytes of messages that are kept. */
  retainedBytes: number;
  isSpare: boolean;
}

/**
 * The memory in which messages are received and kept. A ring evicts its messages in order of arrival, so their memory can be reused
 * instead of garbage-collected: V8 runs a full collection after every 64 MiB of new buffers, which was half of the cost of a message
 * of 100 KiB.
 *
 * A caller may read from a slab only while its message exists; other callers get copies. A chunk that is neither kept nor released
 * prevents the reuse of its slab; the garbage collector frees that slab.
 */
export class SlabAllocator implements Allocator {
  /** Size of a slab in bytes. A chunk that does not fit into the rest of a slab goes into the next one. */
  readonly #slabBytes: number;
  readonly #maxSpareSlabs: number;
  readonly #slabs = new WeakMap<ArrayBufferLike, Slab>();
  readonly #spareSlabs: Slab[] = [];
  #openSlab: Slab | undefined;
  #heldBytes = 0;
  #retainedBytes = 0;

  /** @param bytes maximum bytes that will be kept; slabs are smaller if this is small */
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
    // The most recently allocated bytes are allocated again next.
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

  /** Whether any of these chunks is in a slab. */
  owns(chunks: RawChunks): boolean {
    return chunks.some(({ buffer }) => this.#slabs.has(buffer));
  }

  /** Marks the chunks of a message as kept. */
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

  /** Releases the chunks of a message that is gone or was copied. They must not be read afterwards. */
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
   * Abandons the chunks of a message that left the ring but may still be read. Their slabs are not reused; the garbage collector
   * frees them once nothing refers to a chunk.
   */
  abandon(chunks: RawChunks): void {
    for (const { buffer, length } of chunks) {
      const slab = this.#slabs.get(buffer);
      if (slab === undefined) continue;
      // The chunk counts as allocated and is never released.
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

  /** Unused bytes in slabs with kept messages. There are many only if messages are removed out of order. */
  get idleBytes(): number {
    return this.#heldBytes - this.#retainedBytes;
  }

  /** Bytes of messages kept in slabs. */
  get retainedBytes(): number {
    return this.#retainedBytes;
  }
}
