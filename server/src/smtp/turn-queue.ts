/**
 * Schedules connections that have used up their time slice. One continues in each turn of the event loop, first come first
 * served, so that many busy connections block the loop for no longer than one.
 */
export class TurnQueue {
  readonly #continuations: (() => void)[] = [];
  #isScheduled = false;

  /** True while a connection waits for its next time slice. */
  get isBusy(): boolean {
    return this.#continuations.length > 0;
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
      run?.();
    });
  }
}
