export interface RingItem {
  /** A whole number that grows from one item to the next. */
  readonly seq: number;
  /** Bytes. */
  readonly size: number;
}

/** Slots that may lie empty before the ring closes ranks. */
const SLACK_SLOTS = 64;

/**
 * Items in the order in which they came. Adding, evicting the oldest and clearing cost the same whatever the ring holds; finding
 * one by its `seq` takes a binary search.
 *
 * The slots are an array that only grows at its end. A removed item leaves its slot empty, evicting moves the head on,
 * and once more than half of the slots are empty the array is copied without them: one more copy of a reference for
 * each item, in the long run.
 *
 * There is no Map beside it to find items by: each time that V8 makes the table of a Map anew, the old one refers to it. One
 * that has grown old so keeps all that came after it from an early collection, with what they hold.
 */
export class Ring<Item extends RingItem> {
  #length = 0;
  #slots: (Item | undefined)[] = [];
  /** `seq` of each slot, also of an empty one. */
  #seqs: number[] = [];
  /** All slots before this one are empty. */
  #head = 0;
  #bytes = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(item: Item): void {
    this.#length += 1;
    this.#slots.push(item);
    this.#seqs.push(item.seq);
    this.#bytes += item.size;
  }

  /** Puts items between the others, by their `seq`. Takes time in proportion to the ring. */
  insert(items: readonly Item[]): void {
    const all = [...this.#slots.filter((item) => item !== undefined), ...items].sort((a, b) => a.seq - b.seq);
    this.clear();
    for (const item of all) this.add(item);
  }

  /** The item of this `seq`. */
  at(seq: number): Item | undefined {
    return this.#itemInSlot(this.#slotOf(seq), seq);
  }

  remove(seq: number): Item | undefined {
    const slot = this.#slotOf(seq);
    const item = this.#itemInSlot(slot, seq);
    if (item !== undefined) this.#emptySlot(slot, item);
    return item;
  }

  #itemInSlot(slot: number, seq: number): Item | undefined {
    return this.#seqs[slot] === seq ? this.#slots[slot] : undefined;
  }

  /** Removes the oldest item and returns it. */
  evict(): Item | undefined {
    while (this.#head < this.#slots.length) {
      const item = this.#slots[this.#head];
      if (item !== undefined) {
        this.#emptySlot(this.#head, item);
        return item;
      }
      this.#head++;
    }
    return undefined;
  }

  clear(): void {
    this.#length = 0;
    this.#slots = [];
    this.#seqs = [];
    this.#head = 0;
    this.#bytes = 0;
  }

  /**
   * At most `limit` items, newest first, with `after` < `seq` < `before`, without the newest `skip` of them. Those are passed over at
   * once; where items were removed from between others, they are counted.
   */
  newestBefore(before: number, limit: number, after = Number.NEGATIVE_INFINITY, skip = 0): Item[] {
    const found: Item[] = [];
    const firstSlot = this.#slotOf(after + 1);
    const isFull = this.#slots.length - this.#head === this.#length;
    let toSkip = isFull ? 0 : skip;
    for (let slot = this.#slotOf(before) - 1 - (skip - toSkip); slot >= firstSlot && found.length < limit; slot--) {
      const item = this.#slots[slot];
      if (item !== undefined && toSkip-- <= 0) found.push(item);
    }
    return found;
  }

  /** How many items there are with `after` < `seq`. */
  countAfter(after: number): number {
    const first = this.#slotOf(after + 1);
    if (first === this.#head) return this.#length;
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

  #emptySlot(slot: number, item: Item): void {
    this.#slots[slot] = undefined;
    this.#length -= 1;
    this.#bytes -= item.size;
    if (slot === this.#head) this.#head++;
    if (this.#slots.length > 2 * this.#length + SLACK_SLOTS) this.#compact();
  }

  #compact(): void {
    const seqs = this.#seqs;
    this.#seqs = seqs.filter((_, slot) => this.#slots[slot] !== undefined);
    this.#slots = this.#slots.filter((item) => item !== undefined);
    this.#head = 0;
  }
}
