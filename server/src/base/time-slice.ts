/** How long the event loop may be held at a time by default, in ms. */
const DEFAULT_SLICE_MS = 2;

/** Divides long work into slices, so that the event loop can handle other work in between. */
export class TimeSlice {
  readonly #ms: number;
  #end: number;

  /** @param ms length of a slice */
  constructor(ms: number = DEFAULT_SLICE_MS) {
    this.#ms = ms;
    this.#end = performance.now() + ms;
  }

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  /** Lets the event loop run one turn, then begins the next slice. */
  async pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
    this.#end = performance.now() + this.#ms;
  }
}

/**
 * Runs a generator to completion in slices. It should yield at least every few hundred microseconds; the yielded
 * values are ignored.
 */
export async function runInSlices<Result>(steps: Generator<unknown, Result>, slice = new TimeSlice()): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (slice.isOver) await slice.pause();
  }
}
