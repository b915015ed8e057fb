/** How long all connections together may occupy the event loop in one turn, in milliseconds. A client may send thousands of commands at once. */
const SLICE_MS = 4;

/**
 * Schedules connections that have used up their time slice. One continues in each turn of the event loop, first come first
 * served, so that many busy connections block the loop for no longer than one.
 */
export class TurnQueue {
  readonly #continuations: (() => void)[] = [];
  #isScheduled = false;
  #sliceEnd: number | undefined;

  /** True while a connection waits for its next time slice. */
  get isBusy(): boolean {
    return this.#continuations.length > 0;
  }

  /**
   * Returns when the time slice of this turn ends. It begins with the first call in the turn, because within a turn libuv may read
   * many times from the same connection, and from others. It is over at once if a connection waits.
   *
   * @param now of the monotonic clock, in milliseconds
   */
  endOfSlice(now: number): number {
    if (this.isBusy) return now;
    if (this.#sliceEnd === undefined) {
      this.#sliceEnd = now + SLICE_MS;
      setImmediate(() => {
        this.#sliceEnd = undefined;
      });
    }
    return this.#sliceEnd;
  }

  /** Calls `run` in a later turn of the event loop. */
  add(run: () => void): void {
    this.#continuations.push(run);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const run = this.#continuations.shift();
      if (this.#continuations.length > 0) this.#schedule();
      // It has a slice of its own, and does not use that of what is read next.
      this.#sliceEnd = undefined;
      run?.();
      this.#sliceEnd = undefined;
    });
  }
}
