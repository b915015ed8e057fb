/** Bytes that are sent to one or more readers. */
export interface QueuedChunk {
  /** Bytes. */
  readonly byteLength: number;
}

/** Overhead of each queued chunk per reader, in bytes: its entries in the queues of Node and of the socket. */
const QUEUE_ENTRY_BYTES = 512;

/**
 * Counts the bytes queued for many readers. A chunk that is queued for several readers is in memory once, so it counts
 * once towards the total, and towards the backlog of each reader. A chunk may be queued once per reader.
 */
export class SharedBacklog<Reader> {
  readonly #chunksByReader = new Map<Reader, Set<QueuedChunk>>();
  readonly #bytesByReader = new Map<Reader, number>();
  /** For how many readers each chunk is queued. */
  readonly #readerCounts = new Map<QueuedChunk, number>();
  #totalBytes = 0;

  /** Total bytes in memory for all readers. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Returns the bytes queued for this reader. */
  bytesFor(reader: Reader): number {
    return this.#bytesByReader.get(reader) ?? 0;
  }

  /** Returns the bytes that a chunk adds to the backlog of a reader. */
  costOf(chunk: QueuedChunk): number {
    return chunk.byteLength + QUEUE_ENTRY_BYTES;
  }

  /** Records that a chunk is queued for a reader. Call this before queueing it. */
  add(reader: Reader, chunk: QueuedChunk): void {
    const chunks = this.#chunksByReader.get(reader) ?? new Set();
    this.#chunksByReader.set(reader, chunks.add(chunk));
    this.#bytesByReader.set(reader, this.bytesFor(reader) + this.costOf(chunk));
    const waiting = this.#readerCounts.get(chunk) ?? 0;
    this.#readerCounts.set(chunk, waiting + 1);
    this.#totalBytes += QUEUE_ENTRY_BYTES + (waiting === 0 ? chunk.byteLength : 0);
  }

  /** Records that a chunk was sent to a reader; does nothing if the chunk is not recorded as queued for it. */
  remove(reader: Reader, chunk: QueuedChunk): void {
    const chunks = this.#chunksByReader.get(reader);
    if (!chunks?.delete(chunk)) return;
    if (chunks.size === 0) {
      this.#chunksByReader.delete(reader);
      this.#bytesByReader.delete(reader);
    } else this.#bytesByReader.set(reader, this.bytesFor(reader) - this.costOf(chunk));
    const waiting = (this.#readerCounts.get(chunk) ?? 1) - 1;
    if (waiting === 0) this.#readerCounts.delete(chunk);
    else this.#readerCounts.set(chunk, waiting);
    this.#totalBytes -= QUEUE_ENTRY_BYTES + (waiting === 0 ? chunk.byteLength : 0);
  }

  /** Removes a reader whose connection is closed. */
  removeReader(reader: Reader): void {
    for (const chunk of this.#chunksByReader.get(reader) ?? []) this.remove(reader, chunk);
  }

  /** Returns the reader with the largest backlog; undefined if nothing is queued. */
  slowestReader(): Reader | undefined {
    let slowest: Reader | undefined;
    for (const [reader, size] of this.#bytesByReader) {
      if (slowest === undefined || size > this.bytesFor(slowest)) slowest = reader;
    }
    return slowest;
  }
}
