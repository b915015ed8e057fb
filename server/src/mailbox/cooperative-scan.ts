import type { MaybePromise } from "./maybe-promise.ts";
import type { Ring, RingItem } from "./ring.ts";

/** How long a scan may block the event loop at a time, in ms. A sender waits for at most two slices, one per direction. */
export const SCAN_SLICE_MS = 1;
/** Items that are fetched per step. */
const BATCH_ITEMS = 64;

export interface ScanOptions<Item> {
  /** Only items with a `seq` above this one. */
  readonly after: number;
  /** Only items with a `seq` below this one. */
  readonly before: number;
  /** Returns false to end the scan. If it returns a promise, the scan waits for it. */
  readonly visit: (item: Item) => MaybePromise<boolean>;
}

/**
 * Scans rings from newest to oldest, in time slices. If no other scan is running, the first slice runs
 * immediately. Otherwise one of the running scans gets a slice in each turn of the event loop.
 */
export class CooperativeScan {
  readonly #queue: (() => void)[] = [];
  #isScheduled = false;

  async scan<Item extends RingItem>(ring: Ring<Item>, { after, before, visit }: ScanOptions<Item>): Promise<void> {
    if (this.#queue.length > 0) await this.#nextTurn();
    let below = before;
    let end = performance.now() + SCAN_SLICE_MS;
    for (;;) {
      const batch = ring.newestBefore(below, BATCH_ITEMS, after);
      if (batch.length === 0) return;
      for (const item of batch) {
        const visited = visit(item);
        const continues = visited instanceof Promise ? await visited : visited;
        if (!continues) return;
        below = item.seq;
        // Items of this chunk may have been removed meanwhile.
        if (visited instanceof Promise || performance.now() > end) break;
      }
      if (performance.now() > end) {
        await this.#nextTurn();
        end = performance.now() + SCAN_SLICE_MS;
      }
    }
  }

  #nextTurn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queue.push(resolve);
    this.#schedule();
    return promise;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#queue.shift()?.();
      if (this.#queue.length > 0) this.#schedule();
    });
  }
}
