/** What can be put into a bag, one at a time. */
export interface UnorderedSetItem {
  /** Where it is in the bag; the bag's own. */
  indexInSet: number;
}

/**
 * Things in no order, to which something is added and from which something is taken all the time. A `Set` would do but for this:
 * its tables refer to one another as it grows, and so what left it long ago would be carried into V8's old heap.
 */
export class UnorderedSet<Item extends UnorderedSetItem> implements Iterable<Item> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  add(item: Item): void {
    item.indexInSet = this.#items.length;
    this.#items.push(item);
  }

  /** Takes out what is in it. */
  remove(item: Item): void {
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#items[item.indexInSet] = last;
    last.indexInSet = item.indexInSet;
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.#items.values();
  }
}
