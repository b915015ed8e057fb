import { createRandom } from "../fuzz/mutate.ts";

/** Choices of one actor of the soak. The same seed makes the same choices, whatever other actors do. */
export class Choices {
  readonly #random: (below: number) => number;

  constructor(seed: number) {
    // Similar seeds of xorshift begin with similar numbers.
    this.#random = createRandom(Math.imul(seed + 1, 0x9e3779b1));
    for (let turn = 0; turn < 8; turn++) this.#random(2);
  }

  /** Returns an integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.#random(high - low + 1);
  }

  /** Returns true with this probability, in percent. */
  percent(share: number): boolean {
    return this.#random(100) < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pick<Item>(items: readonly Item[]): Item | undefined;
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#random(Math.max(1, items.length))];
  }

  seed(): number {
    return this.#random(2 ** 31);
  }
}
