/** Octets that were received and not yet read, in the chunks in which they came. */
export class InputQueue {
  /** The chunk that is being read. */
  chunk: Uint8Array | undefined;
  /** Where reading goes on in it. */
  offset = 0;
  /** Chunks that came while the session waited for an answer. */
  #queue: Uint8Array[] = [];
  /** The chunk that came last lies in memory of the host, which will use it again. */
  #isBorrowed = false;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.chunk === undefined) this.chunk = chunk;
    else this.#queue.push(chunk);
    this.#isBorrowed = true;
  }

  /** Copies what was not read of the chunk that came last: nearly always nothing. */
  copyUnread(): void {
    if (!this.#isBorrowed) return;
    this.#isBorrowed = false;
    const lastQueued = this.#queue.pop();
    if (lastQueued !== undefined) this.#queue.push(new Uint8Array(lastQueued));
    else if (this.chunk !== undefined) {
      this.chunk = new Uint8Array(this.chunk.subarray(this.offset));
      this.offset = 0;
    }
  }

  /** Goes on at `at`, in the next chunk where this one is read. */
  advance(offset: number): void {
    this.offset = offset;
    if (this.chunk === undefined || offset < this.chunk.length) return;
    this.chunk = this.#queue.shift();
    this.offset = 0;
  }

  /** Throws away what was not read; gives how many octets that was. */
  discard(): number {
    const count = this.length;
    this.chunk = undefined;
    this.offset = 0;
    this.#queue = [];
    return count;
  }

  /** Octets that wait to be read. */
  get length(): number {
    const queued = this.#queue.reduce((sum, chunk) => sum + chunk.length, 0);
    return this.chunk === undefined ? 0 : this.chunk.length - this.offset + queued;
  }

  get isEmpty(): boolean {
    return this.chunk === undefined;
  }
}
