import { TimeSlice } from "../base/time-slice.ts";
import { countBytes } from "../mail/chunks.ts";
import type { RawChunks } from "./mailbox.ts";

/*
 * The sources that are in memory although a store has them as well: those of new messages, and those that were read again for
 * somebody who looks at them. Everything else of a message stays in memory.
 *
 * Invariants:
 *   - All sources in memory together have at most `maxBytes`, unless the last one alone has more, or jobs still read some.
 *   - Reading for a list or a search does not change what is in memory.
 */

/** Bytes that are remembered of what was read last. */
const MAX_LAST_BYTES = 1024 * 1024;

/** Reads what a store has committed. It is synchronous: a page of mail is not to wait for the queue of commits. */
export interface SourceReader {
  /**
   * Reads a piece of the source of a message, which takes a few milliseconds: 0 is the first.
   *
   * @returns undefined if the store does not have it
   * @throws {StoreError} if the store cannot be read
   */
  readPiece(seq: number, piece: number): Uint8Array | undefined;
}

/** The bytes of a message as the cache sees them. */
interface CachedBytes {
  readonly size: number;
  /** Leaves the bytes to the store. Returns false if that is not possible yet. */
  unload(): boolean;
}

export class SourceCache {
  readonly #reader: SourceReader;
  readonly #maxBytes: number;
  /** Least recently used first. */
  readonly #cached = new Set<CachedBytes>();
  #bytes = 0;
  /** What was read last: rows and searches read a message several times in a row. */
  #last: { readonly seq: number; readonly limit: number; readonly chunks: RawChunks } | undefined;

  /** @param maxBytes bytes of sources in memory */
  constructor(reader: SourceReader, maxBytes: number) {
    this.#reader = reader;
    this.#maxBytes = maxBytes;
  }

  /** Bytes of the sources in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Notes that the bytes of a message are in memory, and were used. Others may be unloaded. */
  note(message: CachedBytes): void {
    if (!this.#cached.delete(message)) this.#bytes += message.size;
    this.#cached.add(message);
    this.#unloadUntil(this.#maxBytes, message);
  }

  /** Forgets a message that no longer belongs to the store. */
  forget(message: CachedBytes): void {
    if (this.#cached.delete(message)) this.#bytes -= message.size;
  }

  /**
   * Reads the first `limit` bytes of a source from the store, or more. They are not kept.
   *
   * @returns undefined if the store does not have all of them
   * @throws {StoreError} if the store cannot be read
   */
  read(seq: number, limit: number): RawChunks | undefined {
    if (this.#last?.seq === seq && this.#last.limit >= limit) return this.#last.chunks;
    const chunks = [...this.#readPieces(seq, limit)];
    const isComplete = countBytes(chunks) >= limit;
    this.#last = isComplete && limit <= MAX_LAST_BYTES ? { seq, limit, chunks } : undefined;
    return isComplete ? chunks : undefined;
  }

  /** Reads a whole source of `size` bytes like `read`, in time slices. */
  async readInSlices(seq: number, size: number): Promise<RawChunks | undefined> {
    const chunks: Uint8Array[] = [];
    const slice = new TimeSlice();
    for (const piece of this.#readPieces(seq, size)) {
      chunks.push(piece);
      if (slice.isOver) await slice.pause();
    }
    return countBytes(chunks) === size ? chunks : undefined;
  }

  /** Reads pieces until they have `limit` bytes, or one is missing. */
  *#readPieces(seq: number, limit: number): Generator<Uint8Array> {
    let bytes = 0;
    for (let number = 0; bytes < limit; number++) {
      const piece = this.#reader.readPiece(seq, number);
      if (piece === undefined) return;
      bytes += piece.length;
      yield piece;
    }
  }

  /** Leaves all sources to the store. */
  clear(): void {
    this.#last = undefined;
    this.#unloadUntil(0);
  }

  #unloadUntil(maxBytes: number, kept?: CachedBytes): void {
    for (const message of this.#cached) {
      if (this.#bytes <= maxBytes) return;
      if (message !== kept && message.unload()) this.forget(message);
    }
  }
}
