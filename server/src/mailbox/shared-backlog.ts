/** What was sent to a reader: bytes that several readers may share. */
export interface QueuedChunk {
  /** Bytes. */
  readonly byteLength: number;
}

/** Bytes that each queued chunk costs a reader beside its content: the entries of the queues of Node and of the socket. */
const QUEUE_ENTRY_BYTES = 512;

/**
 * Counts what many readers have not taken yet. A chunk that several readers wait for is in memory once, so it counts
 * once towards the total, and for each reader towards its own backlog. Each chunk may wait once per reader.
 */
export class SharedBacklog<Reader> {
  readonly #chunksByReader = new Map<Reader, Set<QueuedChunk>>();
  readonly #bytesByReader = new Map<Reader, number>();
  /** How many readers wait for a chunk. */
  readonly #readerCounts = new Map<QueuedChunk, number>();
  #totalBytes = 0;

  /** Bytes in memory for all readers. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Bytes that this reader has not taken. */
  bytesFor(reader: Reader): number {
    return this.#bytesByReader.get(reader) ?? 0;
  }

  /** Bytes that a chunk adds to the backlog of a reader. */
  costOf(chunk: QueuedChunk): number {
    return chunk.byteLength + QUEUE_ENTRY_BYTES;
  }

  /** Notes that a chunk waits for a reader. To be called before the chunk is queued. */
  add(reader: Reader, chunk: QueuedChunk): void {
    const chunks = this.#chunksByReader.get(reader) ?? new Set();
    this.#chunksByReader.set(reader, chunks.add(chunk));
    this.#bytesByReader.set(reader, this.bytesFor(reader) + this.costOf(chunk));
    const waiting = this.#readerCounts.get(chunk) ?? 0;
    this.#readerCounts.set(chunk, waiting + 1);
    this.#totalBytes += QUEUE_ENTRY_BYTES + (waiting === 0 ? chunk.byteLength : 0);
  }

  /** Notes that a reader took a chunk; does nothing where it is not known to wait for it. */
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

  /** Forgets a reader whose connection is closed. */
  removeReader(reader: Reader): void {
    for (const chunk of this.#chunksByReader.get(reader) ?? []) this.remove(reader, chunk);
  }

  /** The reader with the largest backlog; undefined where nobody waits for anything. */
  slowestReader(): Reader | undefined {
    let slowest: Reader | undefined;
    for (const [reader, size] of this.#bytesByReader) {
      if (slowest === undefined || size > this.bytesFor(slowest)) slowest = reader;
    }
    return slowest;
  }
}
