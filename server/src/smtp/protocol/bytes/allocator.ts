/**
 * Where the octets of a message go while it comes. A host that keeps messages can hand out the memory in which it keeps them, so that
 * they are copied once. Rooms that lie side by side may be joined, and come back as one or in parts.
 */
export interface Allocator {
  /**
   * Room for `size` octets that nobody else writes to; need not be cleared. It may be smaller, but not empty: then the rest is asked
   * for next.
   */
  allocate(size: number): Uint8Array;
  /** Room of a message that was not handed over: nobody reads or writes it any more. */
  release(chunk: Uint8Array): void;
}

/** Memory that is the garbage collector's to take back. */
export const heapAllocator: Allocator = { allocate: (size) => new Uint8Array(size), release: () => undefined };
