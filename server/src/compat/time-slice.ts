/** Milliseconds for which the event loop may be held at a time. */
const SLICE_MS = 4;

/** Divides long work into slices, so that the event loop can handle other work in between. */
export class TimeSlice {
  #end = performance.now() + SLICE_MS;

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  /** Lets the event loop run one turn, then begins the next slice. */
  async pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
    this.#end = performance.now() + SLICE_MS;
  }
}

/**
 * Runs a generator to completion in slices. It should yield at least every few hundred microseconds; the yielded
 * values are ignored.
 */
export async function runInSlices<Result>(steps: Generator<unknown, Result>): Promise<Result> {
  const slice = new TimeSlice();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slice.isOver) await slice.pause();
  }
}
