import type { SlabAllocator } from "./slab-allocator.ts";

/** The part of the ring's bytes that may lie idle between messages whatever these come to. */
const MAX_IDLE_SHARE = 1 / 16;

/** Bytes that are moved out of slabs in one turn of the event loop: about 4 ms. */
const STEP_BYTES = 8 * 1024 * 1024;

interface MovableMessage {
  /** Moves about `maxBytes` bytes out of the slabs. Returns how many were copied; 0 where none are left there. */
  moveOut(maxBytes: number): number;
}

/**
 * Bounds the memory of a mailbox. Where messages are deleted from between others, or came between such as were never kept, what
 * is left holds more memory than its bytes: at most as much again. Beyond that all messages are moved out of the slabs, in
 * steps, each in a turn of the event loop.
 */
export class Compaction {
  readonly #all: () => Iterable<MovableMessage>;
  readonly #slabs: SlabAllocator;
  readonly #maxIdleBytes: number;
  #isRunning = false;

  /**
   * @param all gives all messages that lie in the slabs, also deleted ones that can be restored
   * @param limitBytes bytes that the mailbox keeps at most
   */
  constructor(all: () => Iterable<MovableMessage>, slabs: SlabAllocator, limitBytes: number) {
    this.#all = all;
    this.#slabs = slabs;
    this.#maxIdleBytes = limitBytes * MAX_IDLE_SHARE;
  }

  compactIfFragmented(): void {
    const { idleBytes, retainedBytes } = this.#slabs;
    if (this.#isRunning || idleBytes <= Math.max(this.#maxIdleBytes, retainedBytes)) return;
    this.#isRunning = true;
    this.#moveOut([...this.#all()]);
  }

  /** Moves these out, the last first; the rest in later turns. */
  #moveOut(messages: MovableMessage[]): void {
    let copiedBytes = 0;
    while (copiedBytes < STEP_BYTES) {
      const message = messages.pop();
      if (message === undefined) {
        this.#isRunning = false;
        return;
      }
      const bytes = message.moveOut(STEP_BYTES);
      copiedBytes += bytes;
      // There may be more of it to move.
      if (bytes > 0) messages.push(message);
    }
    setImmediate(() => this.#moveOut(messages));
  }
}
