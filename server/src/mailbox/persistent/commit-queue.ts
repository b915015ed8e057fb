import type { ChangeLog } from "../change-log.ts";
import { type FollowingChange, type PrecedingChange, type Store, StoreError } from "../store.ts";
import { FollowingChanges } from "./following-changes.ts";

/*
 * The queue between a mailbox and its store: see `store.ts` for the contract.
 *
 * Input: operations (`commit`) and changes that follow (`follow`).
 * Output: one `store.commit` at a time, then the operations' effects, in the order of their calls.
 *
 * States:
 *   idle        Nothing to commit.
 *   scheduled   A commit is due at the end of this turn of the event loop; everything of the turn is committed together.
 *   committing  The store commits. What is added meanwhile is committed together afterwards.
 *   waiting     The store has failed. A commit is tried every second, and for each new operation, until one succeeds.
 *
 * Invariants:
 *   - An operation takes effect in the same step in which its promise is resolved, and only if its changes were committed.
 *   - The stored high-water mark is above the number of every event that anyone can read. Those that are recorded while no mark can be
 *     stored have to wait.
 */

/** How far the stored high-water mark is ahead of the newest event after each commit. */
const LEAD = 10_000;
/** How long to wait until the store is tried again, in ms. */
const RETRY_MS = 1_000;

/** A change, and its effect on the memory. */
export interface Operation<Result> {
  /**
   * Called in order, immediately before the commit.
   *
   * @param seq number of the operation's first event
   * @returns the changes to commit, and how many events `apply` records at most
   */
  prepare(seq: number): { readonly changes: readonly PrecedingChange[]; readonly events: number };
  /** Makes the change in memory. */
  apply(): Result;
  /** Whether `prepare` needs the effect of earlier operations of this kind, so that they must be committed before it. */
  readonly needsEarlier?: boolean;
}

interface Pending {
  readonly operation: Operation<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Prepared extends Pending {
  readonly seq: number;
  readonly events: number;
}

export class CommitQueue {
  readonly #store: Store;
  readonly #changes: ChangeLog;
  #pending: Pending[] = [];
  readonly #following = new FollowingChanges();
  /** The stored high-water mark. */
  #storedSeq: number;
  #isScheduled = false;
  #running: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(store: Store, changes: ChangeLog) {
    this.#store = store;
    this.#changes = changes;
    this.#storedSeq = store.state.seq;
    changes.readableUntil = store.state.seq;
  }

  /** Stores a mark that is ahead of the first event. If that fails, it is tried again later. */
  start(): Promise<void> {
    return this.#startRun();
  }

  /**
   * Commits the changes of an operation, then applies it.
   *
   * @returns the result of `apply`
   * @throws {StoreError} if they cannot be committed
   */
  commit<Result>(operation: Operation<Result>): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new StoreError("The server is stopping."));
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#pending.push({ operation, resolve: (result) => resolve(result as Result), reject });
    this.#schedule();
    return promise;
  }

  /** Commits a change that has taken effect already; later, and again if that fails. */
  follow(change: FollowingChange): void {
    this.#following.add(change);
    this.#schedule();
  }

  /** Keeps the stored high-water mark ahead. Call it after events that are not committed. */
  keepAhead(): void {
    if (this.#changes.nextSeq > this.#storedSeq - LEAD / 2) this.#schedule();
  }

  /** Commits what is left in one more batch, with the exact high-water mark; rejects the rest. It does not reject if that fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#running;
    await this.#commitNext(0).catch(() => undefined);
    for (const { reject } of this.#pending.splice(0)) reject(new StoreError("The server is stopping."));
  }

  #schedule(): void {
    if (this.#isScheduled || this.#running !== undefined || this.#isClosed) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#isClosed) return;
      clearTimeout(this.#retry);
      this.#retry = undefined;
      void this.#startRun();
    });
  }

  #startRun(): Promise<void> {
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      // Operations that were added after a commit had begun that failed.
      if (this.#pending.length > 0) this.#schedule();
    });
    return this.#running;
  }

  /** Commits until nothing is left or the store fails. */
  async #run(): Promise<void> {
    try {
      do await this.#commitNext(LEAD);
      while (this.#hasMore && !this.#isClosed);
    } catch {
      // The operations were rejected with it; the store has it in its status.
      if (this.#isClosed) return;
      this.#retry = setTimeout(() => this.#schedule(), RETRY_MS);
      this.#retry.unref();
    }
  }

  get #hasMore(): boolean {
    return this.#pending.length > 0 || this.#following.size > 0;
  }

  /** @throws what `store.commit` has thrown; then nothing has taken effect */
  async #commitNext(lead: number): Promise<void> {
    const { batch, changes, events } = this.#prepareBatch();
    const following = this.#following.take();
    this.#changes.reserve(events);
    try {
      const mark = this.#changes.nextSeq - 1 + lead;
      await this.#store.commit([...following, ...changes], mark);
      this.#storedSeq = mark;
      this.#changes.readableUntil = mark;
    } catch (error) {
      this.#changes.settle();
      this.#following.putBack(following);
      for (const { reject } of batch) reject(error);
      throw error;
    }
    for (const prepared of batch) this.#apply(prepared);
    this.#changes.settle();
  }

  #prepareBatch(): { batch: Prepared[]; changes: PrecedingChange[]; events: number } {
    const batch: Prepared[] = [];
    const changes: PrecedingChange[] = [];
    const first = this.#changes.nextSeq;
    let seq = first;
    let count = 0;
    for (const pending of this.#pending) {
      const { operation, reject } = pending;
      if (operation.needsEarlier && batch.some((earlier) => earlier.operation.needsEarlier)) break;
      count++;
      try {
        const prepared = operation.prepare(seq);
        changes.push(...prepared.changes);
        batch.push({ ...pending, seq, events: prepared.events });
        seq += prepared.events;
      } catch (error) {
        reject(error);
      }
    }
    this.#pending = this.#pending.slice(count);
    return { batch, changes, events: seq - first };
  }

  #apply({ operation, seq, events, resolve, reject }: Prepared): void {
    try {
      resolve(this.#changes.recordReserved(seq, events, () => operation.apply()));
    } catch (error) {
      reject(error);
    }
  }
}
