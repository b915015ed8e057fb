/** Received octets that were not read yet, in the chunks in which they arrived. */
export class InputQueue {
  /** The current chunk; undefined if everything was read. */
  chunk: Uint8Array | undefined;
  /** Offset of the next octet in the current chunk. */
  offset = 0;
  /** Chunks that arrived while the session waited for a decision. */
  #queue: Uint8Array[] = [];
  /** True if the last chunk is in memory that the host will reuse. */
  #isBorrowed = false;

  /** Appends a chunk, which stays in the host's memory until `copyUnread`. */
  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.chunk === undefined) this.chunk = chunk;
    else this.#queue.push(chunk);
    this.#isBorrowed = true;
  }

  /** Copies the unread octets of the last chunk. Usually there are none. */
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

  /** Moves to `offset` of the current chunk, or to the next chunk if the current one ends there. */
  advance(offset: number): void {
    this.offset = offset;
    if (this.chunk === undefined || offset < this.chunk.length) return;
    this.chunk = this.#queue.shift();
    this.offset = 0;
  }

  /** Discards everything unread. Returns how many octets that was. */
  discard(): number {
    const count = this.length;
    this.chunk = undefined;
    this.offset = 0;
    this.#queue = [];
    return count;
  }

  /** Number of unread octets. */
  get length(): number {
    const queued = this.#queue.reduce((sum, chunk) => sum + chunk.length, 0);
    return this.chunk === undefined ? 0 : this.chunk.length - this.offset + queued;
  }

  get isEmpty(): boolean {
    return this.chunk === undefined;
  }
}
