import { copyChunks, toBuffer } from "../mail/chunks.ts";
import { type Arrival, type BorrowedMail, createBorrowedMail, type Mail, type Unborrowed } from "../mail/mail.ts";
import type { ViewCache } from "../mail/view-cache.ts";
import type { JobSource } from "../mail/worker/job.ts";
import type { RawChunks } from "./mailbox.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { ScratchBuffer } from "./scratch-buffer.ts";
import type { SlabAllocator } from "./slab-allocator.ts";
import type { SourceCache } from "./source-cache.ts";

/*
 * The bytes of one message, and how long they stay readable.
 *
 * Input: the chunks in which the engine received the message. Most are in slabs, which are reused for later messages.
 * Output: the bytes inside a callback (`withBytes`), for the time of a job (`lease`), or for as long as the caller keeps
 * the message (`pin`).
 *
 * States:
 *   kept      The chunks are in slabs. The ring owns the message; each lease is another owner. When the last owner
 *             releases it, the slabs are reused, and the message is gone.
 *   copied    A small message that was pinned has its own chunk. The garbage collector frees it.
 *   detached  A large message that was pinned stays in its slabs. When the last owner releases it, the slabs are not
 *             reused: the garbage collector frees them once nothing refers to the message.
 *   stored    Only the store has the bytes (`SourceCache`). They are read again for a callback, and kept in memory for a caller
 *             that keeps the message.
 *   gone      Nothing can be read.
 *
 * Invariants:
 *   - No step copies more than LARGE_MESSAGE_BYTES. Only a caller that works in steps joins a large message.
 *   - Bytes that `chunks` or `mail` returned after `pin` are never overwritten.
 *   - Bytes that `withBytes` passes to its callback are not used afterwards. Their type prevents keeping them.
 */

/** A message in several chunks that is larger than this is never joined in one step. Joining this many bytes takes about 2 ms. */
export const LARGE_MESSAGE_BYTES = 4 * 1024 * 1024;

/** Resources shared by all messages of a ring. */
export interface MessageMemory {
  readonly slabs: SlabAllocator;
  readonly scratch: ScratchBuffer;
  readonly viewCache: ViewCache;
  /** Undefined if all sources are in memory. */
  readonly sources: SourceCache | undefined;
}

/** A message for a job: its bytes stay readable until `release` is called. */
export interface Lease extends JobSource {
  release(): void;
}

export class MessageBytes {
  readonly #memory: MessageMemory;
  readonly arrival: Arrival;
  /** Bytes of the source. */
  readonly size: number;
  /** Number of the message. */
  readonly seq: number;
  /** Undefined while only the store has the bytes, and once the message is gone. */
  #chunks: RawChunks | undefined;
  #isStored: boolean;
  #ownerCount = 1;
  /** Number of leases. The holder of a lease may read the chunks at any time. */
  #leaseCount = 0;
  #isDetached = false;
  /** True once the last owner has released it: its slabs were released or abandoned. */
  #isReleased = false;
  /** The mail whose views are cached; undefined for a large message. */
  #mail: Mail | undefined;

  /**
   * The ring is its first owner.
   *
   * @param chunks undefined if only the store has them
   */
  constructor(memory: MessageMemory, seq: number, chunks: RawChunks | undefined, size: number, arrival: Arrival) {
    this.#memory = memory;
    this.seq = seq;
    this.arrival = arrival;
    this.size = size;
    this.#chunks = chunks;
    this.#isStored = memory.sources !== undefined;
    if (chunks === undefined) return;
    memory.slabs.retain(chunks);
    memory.sources?.note(this);
  }

  /** False once the message is gone. */
  get isReadable(): boolean {
    return this.#chunks !== undefined || this.#isStored;
  }

  /** False while only the store has the bytes. */
  get isInMemory(): boolean {
    return this.#chunks !== undefined;
  }

  /** Whether joining its chunks would take longer than one step may. */
  get isLarge(): boolean {
    return this.size > LARGE_MESSAGE_BYTES && this.#chunks?.length !== 1;
  }

  /** Adds an owner, which must call `release` once. */
  retain(): void {
    this.#ownerCount++;
  }

  /** Removes an owner. Without owners the message is gone, unless it was pinned. */
  release(): void {
    this.#ownerCount--;
    if (this.#ownerCount > 0 || this.#isReleased) return;
    this.#isReleased = true;
    this.#isStored = false;
    this.#memory.sources?.forget(this);
    this.dropViews();
    if (this.#chunks === undefined) return;
    this.#freePieces(this.#chunks);
    if (this.#mail === undefined && !this.#isDetached) this.#chunks = undefined;
  }

  /** Drops the cached views. */
  dropViews(): void {
    if (this.#mail !== undefined) this.#memory.viewCache.drop(this.#mail);
  }

  /**
   * Keeps the bytes readable for as long as the message is referenced, unless they are left to the store (`unload`).
   *
   * @throws {Error} when the message is gone
   */
  pin(): void {
    if (!this.isLarge) this.#ownMail();
    else if (this.chunks().length > 0) this.#isDetached = true;
  }

  /** Leases the message to a job; undefined if the message is gone. */
  lease(id: string): Lease | undefined {
    if (this.#load() === undefined) return undefined;
    this.retain();
    this.#leaseCount++;
    return {
      id,
      size: this.size,
      ...this.arrival,
      chunks: () => this.chunks(),
      mail: () => this.#mail ?? this.#copyMail(),
      release: () => {
        this.#leaseCount--;
        this.release();
      },
    };
  }

  /**
   * Returns the chunks in order. They stay readable while the caller holds a lease, or after `pin`.
   *
   * @throws {Error} when the message is gone
   */
  chunks(): RawChunks {
    const chunks = this.#load();
    if (chunks === undefined) throw new Error("The message is gone, and was not pinned before");
    return chunks;
  }

  /** Returns the chunks, and keeps them in memory as the cache allows; undefined if the message is gone. */
  #load(): RawChunks | undefined {
    if (!this.#isStored) return this.#chunks;
    this.#chunks ??= this.#readAgain();
    if (this.#chunks !== undefined) this.#memory.sources?.note(this);
    return this.#chunks;
  }

  /** Reads a large message from the store in time slices, so that the next step finds it in memory. */
  loadIfLarge(): MaybePromise<void> {
    if (this.isLarge && !this.isInMemory && this.#isStored) return this.#loadInSlices();
  }

  async #loadInSlices(): Promise<void> {
    const chunks = await this.#memory.sources?.readInSlices(this.seq, this.size);
    if (!this.#isStored || this.#chunks !== undefined) return;
    this.#chunks = chunks;
    this.#load();
  }

  /** Reads the first `limit` bytes or more from the store; undefined if the message is gone. */
  #readAgain(limit = this.size): RawChunks | undefined {
    const chunks = this.#isStored ? this.#memory.sources?.read(this.seq, limit) : undefined;
    if (chunks === undefined) this.#isStored = false;
    return chunks;
  }

  /** Leaves the bytes to the store. Returns false while a job may read them. */
  unload(): boolean {
    if (this.#leaseCount > 0) return false;
    this.dropViews();
    if (this.#chunks !== undefined) this.#freePieces(this.#chunks);
    this.#chunks = undefined;
    this.#mail = undefined;
    this.#isDetached = false;
    return true;
  }

  /**
   * Returns the mail in one buffer of its own. A large message is joined at each call, which takes tens of milliseconds: the
   * worker reads these instead.
   *
   * @throws {Error} when the message is gone
   */
  mail(): Mail {
    return this.isLarge ? this.#copyMail() : this.#ownMail();
  }

  /** Returns a copy in one buffer. The message itself is not moved. */
  #copyMail(): Mail {
    const whole = copyChunks(Buffer.allocUnsafeSlow(this.size), this.chunks());
    return { raw: () => whole, ...this.arrival };
  }

  /** Copies a small message out of the slabs. A single chunk in its own memory is used without a copy. */
  #ownMail(): Mail {
    const chunks = this.chunks();
    if (this.#mail !== undefined) return this.#mail;
    const { slabs, viewCache } = this.#memory;
    const [first] = chunks;
    const isOwn = first !== undefined && chunks.length === 1 && !slabs.owns(chunks);
    // `allocUnsafeSlow`, because a slice of Node's pool would keep 64 KiB alive.
    const whole = isOwn ? toBuffer(first) : copyChunks(Buffer.allocUnsafeSlow(this.size), chunks);
    this.#freePieces(chunks);
    this.#chunks = [whole];
    this.#mail = { raw: () => whole, ...this.arrival, viewCache };
    return this.#mail;
  }

  /** Releases chunks that are no longer read, so that their slabs are reused. */
  #freePieces(pieces: RawChunks): void {
    const { slabs } = this.#memory;
    if (this.#isDetached || this.#leaseCount > 0) slabs.abandon(pieces);
    else slabs.releasePieces(pieces);
  }

  /**
   * Copies bytes out of the slabs: about `maxBytes` of a large message, all of a small one.
   *
   * @returns how many bytes were copied; 0 if none are left in slabs
   */
  moveOut(maxBytes: number): number {
    const chunks = (this.#isReleased ? undefined : this.#chunks) ?? [];
    const { slabs } = this.#memory;
    const first = chunks.findIndex((chunk) => slabs.owns([chunk]));
    if (first === -1) return 0;
    if (!this.isLarge) {
      this.#ownMail();
      return this.size;
    }
    let end = first;
    let bytes = 0;
    while (end < chunks.length && (end === first || bytes + (chunks[end]?.length ?? 0) <= maxBytes))
      bytes += chunks[end++]?.length ?? 0;
    const moved = chunks.slice(first, end);
    this.#chunks = [...chunks.slice(0, first), copyChunks(Buffer.allocUnsafeSlow(bytes), moved), ...chunks.slice(end)];
    this.#freePieces(moved);
    return bytes;
  }

  /**
   * Calls `read` with the bytes in one buffer, and returns its result, which must not refer to them.
   *
   * @returns undefined if the message is gone or large
   */
  withBytes<Result>(read: (mail: BorrowedMail) => Result): Unborrowed<Result> | undefined {
    const chunks = this.isLarge ? undefined : (this.#chunks ?? this.#readAgain());
    if (chunks === undefined) return undefined;
    const readBuffer = (whole: Buffer) => read(createBorrowedMail(whole, this.arrival));
    const [first] = chunks;
    const result =
      first !== undefined && chunks.length === 1
        ? readBuffer(toBuffer(first))
        : (this.#memory.scratch.use(chunks, this.size, readBuffer) ?? { result: readBuffer(this.#ownMail().raw()) })
            .result;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- if it is `never`, the caller cannot use the result
    return result as Unborrowed<Result>;
  }

  /** Like `withBytes`, with the first `limit` bytes, also of a large message. */
  withBeginning<Result>(limit: number, read: (beginning: BorrowedMail) => Result): Unborrowed<Result> | undefined {
    const length = Math.min(limit, this.size);
    const chunks = this.#chunks ?? this.#readAgain(length);
    const [first] = chunks ?? [];
    if (first === undefined) return undefined;
    const beginning = first.byteLength >= length ? toBuffer(first).subarray(0, length) : this.firstBytes(length);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in `withBytes`
    return read(createBorrowedMail(beginning, this.arrival)) as Unborrowed<Result>;
  }

  /** Returns a copy of the first `limit` bytes; empty if the message is gone. */
  firstBytes(limit: number): Buffer {
    const length = Math.min(limit, this.size);
    const chunks = this.#chunks ?? this.#readAgain(length);
    const copy = Buffer.allocUnsafeSlow(chunks === undefined ? 0 : length);
    let at = 0;
    for (const chunk of chunks ?? []) {
      copy.set(chunk.subarray(0, copy.length - at), at);
      at += chunk.byteLength;
      if (at >= copy.length) break;
    }
    return copy;
  }
}
