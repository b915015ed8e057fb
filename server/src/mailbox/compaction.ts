import type { SlabAllocator } from "./slab-allocator.ts";

/** Share of the ring's byte limit that may be unused between messages, however few bytes are kept. */
const MAX_IDLE_SHARE = 1 / 16;

/** Bytes that are copied out of slabs in one turn of the event loop. That takes about 4 ms. */
const STEP_BYTES = 8 * 1024 * 1024;

interface MovableMessage {
  /** Copies about `maxBytes` bytes out of the slabs. Returns how many were copied; 0 if none are left there. */
  moveOut(maxBytes: number): number;
}

/**
 * Limits the memory overhead of a mailbox. If messages between others are deleted or were never kept, slabs contain unused
 * bytes. If there are more unused bytes than kept ones, all messages are copied out of the slabs, in steps, each in its own
 * turn of the event loop.
 */
export class Compaction {
  readonly #all: () => Iterable<MovableMessage>;
  readonly #slabs: SlabAllocator;
  readonly #maxIdleBytes: number;
  #isRunning = false;

  /**
   * @param all returns all messages in the slabs, including deleted ones that can be restored
   * @param limitBytes maximum bytes that the mailbox keeps
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

  /** Copies these messages out of the slabs, the last first; the rest in later turns. */
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
      // The message may have more bytes to copy.
      if (bytes > 0) messages.push(message);
    }
    setImmediate(() => this.#moveOut(messages));
  }
}
