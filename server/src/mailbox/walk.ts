import type { Eventually } from "./eventually.ts";
import type { Ring, RingItem } from "./ring.ts";

/** Milliseconds that a walk may hold the event loop at a time: a sender waits for two slices at most, one each way. */
export const SLICE = 1;
/** Items that are fetched at once. */
const CHUNK = 64;

export interface WalkOptions<Item> {
  /** Only items with a `seq` above this one. */
  readonly after: number;
  /** Only items with a `seq` below this one. */
  readonly before: number;
  /** Gives false to end the walk, which waits where it gives a promise. */
  readonly visit: (item: Item) => Eventually<boolean>;
}

/**
 * Walks rings from their newest items to their oldest, in slices of `SLICE`. While no other walk goes on, the
 * first slice is done at once; of all walks that go on, one has its slice in each turn of the event loop.
 */
export class Walker {
  readonly #queue: (() => void)[] = [];
  #scheduled = false;

  async walk<Item extends RingItem>(ring: Ring<Item>, { after, before, visit }: WalkOptions<Item>): Promise<void> {
    if (this.#queue.length > 0) await this.#turn();
    let below = before;
    let end = performance.now() + SLICE;
    for (;;) {
      const chunk = ring.before(below, CHUNK, after);
      if (chunk.length === 0) return;
      for (const item of chunk) {
        const visited = visit(item);
        const goesOn = visited instanceof Promise ? await visited : visited;
        if (!goesOn) return;
        below = item.seq;
        // Items of the chunk may be gone by now.
        if (visited instanceof Promise || performance.now() > end) break;
      }
      if (performance.now() > end) {
        await this.#turn();
        end = performance.now() + SLICE;
      }
    }
  }

  #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queue.push(resolve);
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#queue.shift()?.();
      if (this.#queue.length > 0) this.#schedule();
    });
  }
}
