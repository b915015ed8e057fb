import type { Allocator } from "../../../base/allocator.ts";
import type { Budget } from "../budget.ts";

/** At most this many bytes are allocated ahead for a message that arrives in pieces. */
const MAX_PREALLOCATED_BYTES = 64 * 1024;

/**
 * Collects the octets of a message. Each is copied once, because the host reuses the memory that it reads into. A message that
 * arrives in one piece gets a chunk of exactly its size. One that arrives in several is allocated 50 % ahead, at most 64 KiB,
 * and the unused rest is released at its end. Chunks that are adjacent in memory are merged; others are never joined.
 *
 * Ownership: append, then either `detach` (the caller owns the chunks) or `release`.
 */
export class MessageContent {
  readonly #allocator: Allocator;
  readonly #budget: Budget;
  #chunks: Uint8Array[] = [];
  /** Unused bytes at the end of the last chunk. */
  #freeBytes = 0;
  #sizeBytes = 0;

  /** The content is counted in `budget` until it is detached or released. */
  constructor(allocator: Allocator, budget: Budget) {
    this.#allocator = allocator;
    this.#budget = budget;
  }

  /** Appends octets. Returns false if the budget is exhausted: then the caller must release the message. */
  append(bytes: Uint8Array): boolean {
    let rest = bytes;
    while (rest.length > this.#freeBytes) {
      const freeBytes = this.#freeBytes;
      if (freeBytes > 0) this.#copyToLastChunk(rest.subarray(0, freeBytes));
      rest = freeBytes > 0 ? rest.subarray(freeBytes) : rest;
      if (!this.#allocate(rest.length)) return false;
    }
    this.#copyToLastChunk(rest);
    return true;
  }

  #copyToLastChunk(bytes: Uint8Array): void {
    const chunk = this.#chunks.at(-1);
    chunk?.set(bytes, chunk.length - this.#freeBytes);
    this.#freeBytes -= bytes.length;
    this.#sizeBytes += bytes.length;
  }

  /** Allocates the next chunk, for `length` octets or fewer. The allocator may return less than requested. */
  #allocate(length: number): boolean {
    let size = Math.max(length, Math.min(this.#sizeBytes >>> 1, MAX_PREALLOCATED_BYTES));
    if (!this.#budget.reserve(size)) {
      size = length;
      if (!this.#budget.reserve(size)) return false;
    }
    const allocated = this.#allocator.allocate(size);
    this.#budget.release(size - allocated.length);
    const last = this.#chunks.at(-1);
    if (
      last !== undefined &&
      last.buffer === allocated.buffer &&
      last.byteOffset + last.length === allocated.byteOffset
    ) {
      this.#chunks.pop();
      this.#chunks.push(new Uint8Array(last.buffer, last.byteOffset, last.length + allocated.length));
    } else this.#chunks.push(allocated);
    this.#freeBytes = allocated.length;
    return true;
  }

  /** Returns the message, and releases the unused rest. Nothing may be appended afterwards. */
  chunks(): readonly Uint8Array[] {
    const last = this.#freeBytes > 0 ? this.#chunks.pop() : undefined;
    if (last !== undefined) {
      const end = last.length - this.#freeBytes;
      this.#chunks.push(last.subarray(0, end));
      this.#allocator.release(last.subarray(end));
      this.#budget.release(this.#freeBytes);
      this.#freeBytes = 0;
    }
    return this.#chunks;
  }

  /** Returns the message. From then on the caller owns the chunks. */
  detach(): readonly Uint8Array[] {
    const chunks = this.chunks();
    this.#chunks = [];
    this.#budget.release(this.#sizeBytes);
    return chunks;
  }

  /** Releases the chunks that were not detached, last allocated first. */
  release(): void {
    for (let chunk = this.#chunks.pop(); chunk !== undefined; chunk = this.#chunks.pop()) {
      this.#allocator.release(chunk);
      this.#budget.release(chunk.length);
    }
    this.#freeBytes = 0;
  }
}
