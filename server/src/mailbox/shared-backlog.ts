/** What was sent to a reader: bytes that several readers may share. */
export interface Chunk {
  /** Bytes. */
  readonly byteLength: number;
}

/** Bytes that each queued chunk costs a reader beside its content: the entries of the queues of Node and of the socket. */
const ENTRY_BYTES = 512;

/**
 * Counts what many readers have not taken yet. A chunk that several readers wait for is in memory once, so it counts
 * once towards the total, and for each reader towards its own backlog. Each chunk may wait once per reader.
 */
export class SharedBacklog<Reader> {
  readonly #chunks = new Map<Reader, Set<Chunk>>();
  readonly #sizes = new Map<Reader, number>();
  /** How many readers wait for a chunk. */
  readonly #waiting = new Map<Chunk, number>();
  #total = 0;

  /** Bytes in memory for all readers. */
  get total(): number {
    return this.#total;
  }

  /** Bytes that this reader has not taken. */
  of(reader: Reader): number {
    return this.#sizes.get(reader) ?? 0;
  }

  /** Bytes that a chunk adds to the backlog of a reader. */
  cost(chunk: Chunk): number {
    return chunk.byteLength + ENTRY_BYTES;
  }

  /** Notes that a chunk waits for a reader. To be called before the chunk is queued. */
  add(reader: Reader, chunk: Chunk): void {
    const chunks = this.#chunks.get(reader) ?? new Set();
    this.#chunks.set(reader, chunks.add(chunk));
    this.#sizes.set(reader, this.of(reader) + this.cost(chunk));
    const waiting = this.#waiting.get(chunk) ?? 0;
    this.#waiting.set(chunk, waiting + 1);
    this.#total += ENTRY_BYTES + (waiting === 0 ? chunk.byteLength : 0);
  }

  /** Notes that a reader took a chunk; does nothing where it is not known to wait for it. */
  taken(reader: Reader, chunk: Chunk): void {
    const chunks = this.#chunks.get(reader);
    if (!chunks?.delete(chunk)) return;
    if (chunks.size === 0) {
      this.#chunks.delete(reader);
      this.#sizes.delete(reader);
    } else this.#sizes.set(reader, this.of(reader) - this.cost(chunk));
    const waiting = (this.#waiting.get(chunk) ?? 1) - 1;
    if (waiting === 0) this.#waiting.delete(chunk);
    else this.#waiting.set(chunk, waiting);
    this.#total -= ENTRY_BYTES + (waiting === 0 ? chunk.byteLength : 0);
  }

  /** Forgets a reader whose connection is closed. */
  drop(reader: Reader): void {
    for (const chunk of this.#chunks.get(reader) ?? []) this.taken(reader, chunk);
  }

  /** The reader with the largest backlog; undefined where nobody waits for anything. */
  slowest(): Reader | undefined {
    let slowest: Reader | undefined;
    for (const [reader, size] of this.#sizes) {
      if (slowest === undefined || size > this.of(slowest)) slowest = reader;
    }
    return slowest;
  }
}
