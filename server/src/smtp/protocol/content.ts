import type { Budget } from "./budget.ts";
import type { Memory } from "./memory.ts";

/** A message that drips in takes room for no more octets than these ahead. */
const MAX_AHEAD = 64 * 1024;

/**
 * The octets of a message. Each is copied once, as it comes: a piece lies in memory of the host, which reads the next one into it.
 * A message that came in one piece has room of exactly its size; one that drips in takes half as much again as there is, and gives
 * back what is over at its end. Its rooms are never joined by copying, but one that begins where the last ends is the same room.
 */
export class Content {
  readonly #memory: Memory;
  readonly #budget: Budget;
  #rooms: Uint8Array[] = [];
  /** Octets at the end of the last room that are still free. */
  #free = 0;
  #size = 0;

  /** Its octets count against `budget` until they are handed over or given back. */
  constructor(memory: Memory, budget: Budget) {
    this.#memory = memory;
    this.#budget = budget;
  }

  /** Adds octets. False where the budget has too little left for them: then all of the message has to be given back. */
  add(piece: Uint8Array): boolean {
    let rest = piece;
    while (rest.length > this.#free) {
      const free = this.#free;
      if (free > 0) this.#fill(rest.subarray(0, free));
      rest = free > 0 ? rest.subarray(free) : rest;
      if (!this.#grow(rest.length)) return false;
    }
    this.#fill(rest);
    return true;
  }

  #fill(octets: Uint8Array): void {
    const room = this.#rooms.at(-1);
    room?.set(octets, room.length - this.#free);
    this.#free -= octets.length;
    this.#size += octets.length;
  }

  /** Takes room where there is none left: for `length` octets, or as many as the host gives at a time. */
  #grow(length: number): boolean {
    let size = Math.max(length, Math.min(this.#size >>> 1, MAX_AHEAD));
    if (!this.#budget.reserve(size)) {
      size = length;
      if (!this.#budget.reserve(size)) return false;
    }
    const more = this.#memory.take(size);
    this.#budget.release(size - more.length);
    const last = this.#rooms.at(-1);
    if (last !== undefined && last.buffer === more.buffer && last.byteOffset + last.length === more.byteOffset) {
      this.#rooms.pop();
      this.#rooms.push(new Uint8Array(last.buffer, last.byteOffset, last.length + more.length));
    } else this.#rooms.push(more);
    this.#free = more.length;
    return true;
  }

  /** The message in order; nothing may be added after. */
  pieces(): readonly Uint8Array[] {
    const last = this.#free > 0 ? this.#rooms.pop() : undefined;
    if (last !== undefined) {
      const end = last.length - this.#free;
      this.#rooms.push(last.subarray(0, end));
      this.#memory.giveBack(last.subarray(end));
      this.#budget.release(this.#free);
      this.#free = 0;
    }
    return this.#rooms;
  }

  /** The same, and they are the caller's from here on. */
  handOver(): readonly Uint8Array[] {
    const pieces = this.pieces();
    this.#rooms = [];
    this.#budget.release(this.#size);
    return pieces;
  }

  /** Gives back what was not handed over, that which was taken last first. */
  giveBack(): void {
    for (let room = this.#rooms.pop(); room !== undefined; room = this.#rooms.pop()) {
      this.#memory.giveBack(room);
      this.#budget.release(room.length);
    }
    this.#free = 0;
  }
}
