export interface RingItem {
  readonly id: string;
  /** A whole number that grows from one item to the next. */
  readonly seq: number;
  /** Bytes. */
  readonly size: number;
}

/** Slots that may lie empty before the ring closes ranks. */
const SLACK = 64;

/**
 * Items in the order in which they came. Adding, finding by id, evicting the oldest and clearing cost the same whatever
 * the ring holds; removing from the middle and finding the place of a `seq` take a binary search.
 *
 * The slots are an array that only grows at its end. A removed item leaves its slot empty, evicting moves the head on,
 * and once more than half of the slots are empty the array is copied without them: one more copy of a reference for
 * each item, in the long run.
 */
export class Ring<Item extends RingItem> {
  readonly #items = new Map<string, Item>();
  #slots: (Item | undefined)[] = [];
  /** `seq` of each slot, also of an empty one. */
  #seqs: number[] = [];
  /** All slots before this one are empty. */
  #head = 0;
  #bytes = 0;

  get length(): number {
    return this.#items.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(item: Item): void {
    this.#items.set(item.id, item);
    this.#slots.push(item);
    this.#seqs.push(item.seq);
    this.#bytes += item.size;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  remove(id: string): Item | undefined {
    const item = this.#items.get(id);
    if (item !== undefined) this.#empty(this.#slotOf(item.seq), item);
    return item;
  }

  /** Removes the oldest item and returns it. */
  evict(): Item | undefined {
    while (this.#head < this.#slots.length) {
      const item = this.#slots[this.#head];
      if (item !== undefined) {
        this.#empty(this.#head, item);
        return item;
      }
      this.#head++;
    }
    return undefined;
  }

  clear(): void {
    this.#items.clear();
    this.#slots = [];
    this.#seqs = [];
    this.#head = 0;
    this.#bytes = 0;
  }

  /** At most `limit` items, newest first, with `after` < `seq` < `before`. */
  before(before: number, limit: number, after = Number.NEGATIVE_INFINITY): Item[] {
    const found: Item[] = [];
    const last = this.#slotOf(after + 1);
    for (let slot = this.#slotOf(before) - 1; slot >= last && found.length < limit; slot--) {
      const item = this.#slots[slot];
      if (item !== undefined) found.push(item);
    }
    return found;
  }

  /** How many items there are with `after` < `seq`. */
  countAfter(after: number): number {
    const first = this.#slotOf(after + 1);
    if (first === this.#head) return this.#items.size;
    let count = 0;
    for (let slot = first; slot < this.#slots.length; slot++) {
      if (this.#slots[slot] !== undefined) count++;
    }
    return count;
  }

  /** The first slot whose `seq` is not less than this one. */
  #slotOf(seq: number): number {
    let low = this.#head;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#seqs[middle];
      if (at !== undefined && at < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #empty(slot: number, item: Item): void {
    this.#slots[slot] = undefined;
    this.#items.delete(item.id);
    this.#bytes -= item.size;
    if (slot === this.#head) this.#head++;
    if (this.#slots.length > 2 * this.#items.size + SLACK) this.#closeRanks();
  }

  #closeRanks(): void {
    const seqs = this.#seqs;
    this.#seqs = seqs.filter((_, slot) => this.#slots[slot] !== undefined);
    this.#slots = this.#slots.filter((item) => item !== undefined);
    this.#head = 0;
  }
}
