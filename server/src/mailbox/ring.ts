export interface RingItem {
  /** An integer that increases from item to item. */
  readonly seq: number;
  /** Bytes. */
  readonly size: number;
}

/*
 * The items of a mailbox in order of arrival, indexed by number.
 *
 * Input: items with increasing numbers (`add`); removals at any position, of the oldest (`evict`), or of all.
 * Output: an item by its number, pages of items newest first, counts.
 *
 * Two arrays of equal length hold the items and their numbers; both only grow at their ends. A removed item leaves an empty
 * slot that keeps its number. `#head` is the first slot that may hold an item; evicting advances it. Once more than half of
 * the slots are empty, both arrays are copied without these. That amortises to one more copy of a reference per item.
 *
 * Invariants:
 *   - Numbers increase from slot to slot, including empty ones, so that a binary search finds a slot.
 *   - All slots before `#head` are empty. `#length` and `#bytes` count only existing items.
 *   - Adding, evicting and clearing take (amortised) constant time; a look-up takes a binary search.
 *
 * There is no Map from number to item. When V8 grows the table of a Map, the old table refers to the new one. An old table
 * in the old generation would keep all later items alive, and everything they refer to, until the next full collection.
 */

/** Minimum number of empty slots before the arrays are copied without them. */
const SLACK_SLOTS = 64;

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

  /**
   * Inserts items at the positions of their `seq`. The time is proportional to the size of the ring: 100,000 take a few ms.
   *
   * @param items oldest first
   * @param visit called with each of them, so that the caller needs no loop of its own
   */
  insert(items: readonly Item[], visit: (item: Item) => void = () => {}): void {
    const slots = this.#slots;
    const seqs = this.#seqs;
    this.clear();
    let next = 0;
    const insertBefore = (seq: number) => {
      for (let item = items[next]; item !== undefined && item.seq < seq; item = items[++next]) {
        visit(item);
        this.add(item);
      }
    };
    for (const [slot, present] of slots.entries()) {
      if (present === undefined) continue;
      insertBefore(seqs[slot] ?? Number.POSITIVE_INFINITY);
      this.add(present);
    }
    insertBefore(Number.POSITIVE_INFINITY);
  }

  /** Returns the item with this `seq`. */
  at(seq: number): Item | undefined {
    return this.#itemInSlot(this.#slotOf(seq), seq);
  }

  remove(seq: number): Item | undefined {
    const slot = this.#slotOf(seq);
    const item = this.#itemInSlot(slot, seq);
    if (item === undefined) return undefined;
    this.#emptySlot(slot, item);
    this.#compactIfSparse();
    return item;
  }

  /**
   * Removes items. Returns those that were in the ring, in the same order. Neighbours are found without a search.
   *
   * @param visit called with each of these, so that the caller needs no loop of its own
   */
  removeAll(items: readonly Item[], visit: (item: Item) => void = () => {}): Item[] {
    const removed: Item[] = [];
    let slot = -1;
    for (const item of items) {
      slot = this.#slotNear(slot, item.seq);
      if (this.#slots[slot] !== item) continue;
      this.#emptySlot(slot, item);
      visit(item);
      removed.push(item);
    }
    this.#compactIfSparse();
    return removed;
  }

  /** Like `#slotOf`, but looks first at the neighbours of the slot of the item before. */
  #slotNear(slot: number, seq: number): number {
    if (this.#seqs[slot - 1] === seq) return slot - 1;
    if (this.#seqs[slot + 1] === seq) return slot + 1;
    return this.#slotOf(seq);
  }

  #itemInSlot(slot: number, seq: number): Item | undefined {
    return this.#seqs[slot] === seq ? this.#slots[slot] : undefined;
  }

  oldest(): Item | undefined {
    while (this.#head < this.#slots.length) {
      const item = this.#slots[this.#head];
      if (item !== undefined) return item;
      this.#head++;
    }
    return undefined;
  }

  /** Removes the oldest item and returns it. */
  evict(): Item | undefined {
    while (this.#head < this.#slots.length) {
      const item = this.#slots[this.#head];
      if (item !== undefined) {
        this.#emptySlot(this.#head, item);
        this.#compactIfSparse();
        return item;
      }
      this.#head++;
    }
    return undefined;
  }

  /** Removes all items. Returns them, oldest first; a removed one is undefined. */
  clear(): readonly (Item | undefined)[] {
    const slots = this.#slots;
    this.#length = 0;
    this.#slots = [];
    this.#seqs = [];
    this.#head = 0;
    this.#bytes = 0;
    return slots;
  }

  /**
   * Returns at most `limit` items, newest first, with `after` < `seq` < `before`, without the newest `skip` of them. Skipping takes
   * constant time, unless items between others were removed: then the skipped items are counted.
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

  /** Counts the items with `after` < `seq`. */
  countAfter(after: number): number {
    const first = this.#slotOf(after + 1);
    if (first === this.#head) return this.#length;
    let count = 0;
    for (let slot = first; slot < this.#slots.length; slot++) {
      if (this.#slots[slot] !== undefined) count++;
    }
    return count;
  }

  /** Returns the first slot whose `seq` is not less than this one. */
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
  }

  #compactIfSparse(): void {
    if (this.#slots.length <= 2 * this.#length + SLACK_SLOTS) return;
    const seqs = this.#seqs;
    this.#seqs = seqs.filter((_, slot) => this.#slots[slot] !== undefined);
    this.#slots = this.#slots.filter((item) => item !== undefined);
    this.#head = 0;
  }
}
