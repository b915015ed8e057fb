/**
 * Continuations of connections that have used up their slice of a turn of the event loop. One of them runs in each turn, so
 * that many busy connections together hold the loop for no longer than one does. They run in the order in which they came.
 */
export class TurnQueue {
  readonly #continuations: (() => void)[] = [];
  #isScheduled = false;

  /** True while a connection waits for its next slice. */
  get isBusy(): boolean {
    return this.#continuations.length > 0;
  }

  /** Calls `run` in a later turn. */
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
