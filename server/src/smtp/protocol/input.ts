/** Octets that were received and not yet read, in the chunks in which they came. */
export class Input {
  /** The chunk that is being read. */
  chunk: Uint8Array | undefined;
  /** Where reading goes on in it. */
  at = 0;
  /** Chunks that came while the session waited for an answer. */
  #queue: Uint8Array[] = [];
  /** The chunk that came last lies in memory of the host, which will use it again. */
  #borrowed = false;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.chunk === undefined) this.chunk = chunk;
    else this.#queue.push(chunk);
    this.#borrowed = true;
  }

  /** Copies what was not read of the chunk that came last: nearly always nothing. */
  keepRest(): void {
    if (!this.#borrowed) return;
    this.#borrowed = false;
    const newest = this.#queue.pop();
    if (newest !== undefined) this.#queue.push(new Uint8Array(newest));
    else if (this.chunk !== undefined) {
      this.chunk = new Uint8Array(this.chunk.subarray(this.at));
      this.at = 0;
    }
  }

  /** Goes on at `at`, in the next chunk where this one is read. */
  advance(at: number): void {
    this.at = at;
    if (this.chunk === undefined || at < this.chunk.length) return;
    this.chunk = this.#queue.shift();
    this.at = 0;
  }

  /** Throws away what was not read; gives how many octets that was. */
  discard(): number {
    const count = this.length;
    this.chunk = undefined;
    this.at = 0;
    this.#queue = [];
    return count;
  }

  /** Octets that wait to be read. */
  get length(): number {
    const queued = this.#queue.reduce((sum, chunk) => sum + chunk.length, 0);
    return this.chunk === undefined ? 0 : this.chunk.length - this.at + queued;
  }

  get isEmpty(): boolean {
    return this.chunk === undefined;
  }
}
