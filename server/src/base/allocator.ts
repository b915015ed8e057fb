/**
 * Provides the memory that the bytes of a message are received into. A mailbox hands out its own memory, so that they are
 * copied once.
 */
export interface Allocator {
  /**
   * Returns uninitialised memory of at most `size` bytes and at least one. If it is smaller, the caller allocates again for
   * the rest. Chunks that are adjacent in memory may be joined by the caller.
   */
  allocate(size: number): Uint8Array;
  /** Returns a chunk, or a part of one, that will not be stored. The caller no longer reads or writes it. */
  release(chunk: Uint8Array): void;
}
