import type { ChangeLog } from "../change-log.ts";
import { StoreError } from "../store.ts";
import type { Committed, SharedChange, SharedStore } from "./shared-store.ts";

/*
 * The queue between a mailbox and its shared store: see `shared-store.ts` for the contract.
 *
 * Input: changes that a caller waits for (`commit`), and changes that nobody waits for (`follow`).
 * Output: one `store.commit` at a time.
 *
 * Invariants:
 *   - A promise of `commit` resolves when this instance has applied the change. While it cannot follow the store, it resolves when the
 *     change was committed.
 *   - Changes of `follow` are committed in their order, and again if that fails.
 */

/** How long to wait until changes that nobody waits for are tried again, in ms. */
const RETRY_MS = 1_000;
/** Maximum number of changes that nobody waits for. Beyond this, the oldest are dropped. */
const MAX_FOLLOWING = 10_000;
/** Maximum number and bytes of changes in one commit, because the store does nothing else meanwhile. */
const MAX_BATCH = 500;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
/** How often a change is tried whose basis other instances have changed. */
const MAX_CONFLICTS = 50;

type Result = number | string;

interface Pending {
  readonly prepare: () => SharedChange;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  conflicts: number;
}

export class SharedCommits {
  readonly #store: SharedStore;
  readonly #changes: ChangeLog;
  #pending: Pending[] = [];
  #following: SharedChange[] = [];
  /** Own events with numbers that were committed and not applied. */
  #numberedEvents = 0;
  #isScheduled = false;
  #running: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #isFollowing = false;
  /** Whether the last commit failed. One without changes is then tried, so that the store can report that it works again. */
  #hasFailed = false;
  /** Before the first load, nothing can be committed. */
  #isLoaded = false;
  /** Calls that wait until a change was applied. */
  #waiting: { readonly seq: number; readonly resolve: () => void }[] = [];

  constructor(store: SharedStore, changes: ChangeLog) {
    this.#store = store;
    this.#changes = changes;
  }

  /** Whether changes of the store are applied at the moment. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /**
   * Commits a change.
   *
   * @param prepare creates the change immediately before the commit; called again if other instances have changed its basis
   * @returns what `SharedStore.commit` returns for it
   * @throws {StoreError} if it cannot be committed
   */
  commit(prepare: () => SharedChange): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new StoreError("The server is stopping."));
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#pending.push({ prepare, resolve, reject, conflicts: 0 });
    this.schedule();
    return promise;
  }

  /** Commits a change that nobody waits for; later, and again if that fails. */
  follow(change: SharedChange): void {
    if (this.#following.length === MAX_FOLLOWING) this.#following.shift();
    this.#following.push(change);
    this.schedule();
  }

  /** Notifies the queue that changes were applied. */
  onApplied(): void {
    this.#isFollowing = true;
    if (!this.#isLoaded) {
      this.#isLoaded = true;
      this.schedule();
    }
    const { seq } = this.#changes;
    const due = this.#waiting.filter((waiting) => waiting.seq <= seq);
    this.#waiting = this.#waiting.filter((waiting) => waiting.seq > seq);
    for (const { resolve } of due) resolve();
  }

  /** Notifies the queue that own events were applied; without a number, that all were or never will be. */
  onOwnEvents(count = this.#numberedEvents): void {
    this.#numberedEvents = Math.max(0, this.#numberedEvents - count);
  }

  /** Notifies the queue that changes cannot be applied at the moment. */
  onInterrupted(): void {
    this.#isFollowing = false;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Commits what is left. It does not reject if that fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#running;
    while (this.#hasMore && this.#isFollowing) if (!(await this.#commitNext())) break;
    for (const { reject } of this.#pending.splice(0)) reject(new StoreError("The server is stopping."));
    this.onInterrupted();
  }

  /** Commits what is there at the end of this turn of the event loop. */
  schedule(): void {
    if (this.#isScheduled || this.#running !== undefined || this.#isClosed || !this.#isLoaded) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#isClosed) return;
      clearTimeout(this.#retry);
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
        if (this.#pending.length > 0) this.schedule();
      });
    });
  }

  async #run(): Promise<void> {
    while (this.#hasMore && !this.#isClosed) {
      if (await this.#commitNext()) continue;
      this.#retry = setTimeout(() => this.schedule(), RETRY_MS);
      this.#retry.unref();
      return;
    }
  }

  get #hasMore(): boolean {
    return this.#hasFailed || this.#pending.length > 0 || this.#following.length > 0 || this.#ownEventCount > 0;
  }

  get #ownEventCount(): number {
    return this.#changes.deferredCount - this.#numberedEvents;
  }

  /** Returns whether the changes were committed. */
  async #commitNext(): Promise<boolean> {
    const following = this.#following.splice(0, MAX_BATCH);
    const count = this.#ownEventCount;
    const { batch, changes } = this.#prepareBatch();
    const first: SharedChange[] = count > 0 ? [...following, { type: "own-events", count }] : following;
    let committed: Committed;
    try {
      committed = await this.#store.commit([...first, ...changes]);
    } catch (error) {
      this.#following = [...following, ...this.#following];
      this.#hasFailed = true;
      for (const { reject } of batch) reject(error);
      return false;
    }
    this.#hasFailed = false;
    if (count > 0) this.#numberedEvents += count;
    const results = committed.results.slice(first.length);
    void this.#settleOnceApplied(batch, results, committed.seq);
    return true;
  }

  async #settleOnceApplied(batch: readonly Pending[], results: readonly Result[], seq: number): Promise<void> {
    await this.#waitUntilApplied(seq);
    for (const [index, pending] of batch.entries()) {
      const result = results[index] ?? 0;
      if (result !== "conflict" && result !== "draw") pending.resolve(result);
      else if (this.#isClosed) pending.reject(new StoreError("The server is stopping."));
      else if (++pending.conflicts > MAX_CONFLICTS) pending.reject(new StoreError("Other instances change the same."));
      else {
        this.#pending.push(pending);
        this.schedule();
      }
    }
  }

  async #waitUntilApplied(seq: number): Promise<void> {
    if (!this.#isFollowing || this.#changes.seq >= seq) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ seq, resolve });
    await promise;
  }

  #prepareBatch(): { batch: Pending[]; changes: SharedChange[] } {
    const batch: Pending[] = [];
    const changes: SharedChange[] = [];
    let bytes = 0;
    let taken = 0;
    for (const pending of this.#pending) {
      if (batch.length === MAX_BATCH || bytes >= MAX_BATCH_BYTES) break;
      taken++;
      try {
        const change = pending.prepare();
        changes.push(change);
        batch.push(pending);
        if (change.type === "added") bytes += change.mail.size;
      } catch (error) {
        pending.reject(error);
      }
    }
    this.#pending = this.#pending.slice(taken);
    return { batch, changes };
  }
}
