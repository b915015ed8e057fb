/** What can be put into a bag, one at a time. */
export interface Bagged {
  /** Where it is in the bag; the bag's own. */
  place: number;
}

/**
 * Things in no order, to which something is added and from which something is taken all the time. A `Set` would do but for this:
 * its tables refer to one another as it grows, and so what left it long ago would be carried into V8's old heap.
 */
export class Bag<Thing extends Bagged> implements Iterable<Thing> {
  readonly #things: Thing[] = [];

  get size(): number {
    return this.#things.length;
  }

  add(thing: Thing): void {
    thing.place = this.#things.length;
    this.#things.push(thing);
  }

  /** Takes out what is in it. */
  remove(thing: Thing): void {
    const last = this.#things.pop();
    if (last === undefined || last === thing) return;
    this.#things[thing.place] = last;
    last.place = thing.place;
  }

  [Symbol.iterator](): Iterator<Thing> {
    return this.#things.values();
  }
}
