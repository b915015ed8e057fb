import type { Allocator } from "../../../base/allocator.ts";
import type { Budget } from "../budget.ts";

/** A message that drips in takes room for no more octets than these ahead. */
const MAX_PREALLOCATED_BYTES = 64 * 1024;

/**
 * The octets of a message. Each is copied once, as it comes: a piece lies in memory of the host, which reads the next one into it.
 * A message that came in one piece has room of exactly its size; one that drips in takes half as much again as there is, and gives
 * back what is over at its end. Its rooms are never joined by copying, but one that begins where the last ends is the same room.
 */
export class MessageContent {
  readonly #allocator: Allocator;
  readonly #budget: Budget;
  #chunks: Uint8Array[] = [];
  /** Octets at the end of the last room that are still free. */
  #freeBytes = 0;
  #sizeBytes = 0;

  /** Its octets count against `budget` until they are handed over or given back. */
  constructor(allocator: Allocator, budget: Budget) {
    this.#allocator = allocator;
    this.#budget = budget;
  }

  /** Adds octets. False where the budget has too little left for them: then all of the message has to be given back. */
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

  /** Takes room where there is none left: for `length` octets, or as many as the host gives at a time. */
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

  /** The message in order; nothing may be added after. */
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

  /** The same, and they are the caller's from here on. */
  detach(): readonly Uint8Array[] {
    const chunks = this.chunks();
    this.#chunks = [];
    this.#budget.release(this.#sizeBytes);
    return chunks;
  }

  /** Gives back what was not handed over, that which was taken last first. */
  release(): void {
    for (let chunk = this.#chunks.pop(); chunk !== undefined; chunk = this.#chunks.pop()) {
      this.#allocator.release(chunk);
      this.#budget.release(chunk.length);
    }
    this.#freeBytes = 0;
  }
}
