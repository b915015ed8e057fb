import { setImmediate as nextTurn } from "node:timers/promises";
import type { StreamEvent } from "@mailglass/shared";
import {
  type Change,
  type ChangeSubjects,
  EventBuilder,
  type LoggedMessage,
  MAX_BATCH_EVENTS,
} from "./event-builder.ts";
import { EventDelivery, type OnEventError, type ResyncReason } from "./event-delivery.ts";
import type { MessageHandle } from "./mailbox.ts";
import { ROW_TIMEOUT_MS, waitAtMost } from "./row-timeout.ts";
import type { SessionSource } from "./session-log.ts";

/*
 * The log of changes to a mailbox.
 *
 * Input: one `record…` call per change. It runs on the receiving path and allocates one small object.
 * Output: events, on request through `replay`, and to the listeners of `subscribe` (`EventDelivery`). They are built only for these.
 *
 * Invariants:
 *   - Changes are numbered without gaps. At least the last 10,000 changes are kept for `replay`.
 *   - The log owns an added message (`retain`) exactly until the event of the change was built or skipped.
 *   - With a store, numbers are reserved for changes that are being committed (`reserve`). `seq` and all readers stop before the first
 *     reserved number until `settle` has filled it, so that events stay in order and never precede the commit. They also stop at the
 *     stored high-water mark (`readableUntil`).
 *   - With a shared store, the store gives the numbers (`recordNumbered`). Changes that concern only this instance wait for theirs
 *     (`onDeferred`, `recordDeferred`).
 */

/** The record of a message that was added while there were no listeners. */
const UNOBSERVED_ADDITION: Change = { type: "added", subject: undefined };

/** In the place of a change that is being committed, and of one that was not made. It has no event. */
const NO_CHANGE: Change = { type: "none" };

/** Minimum number of changes that can be replayed. */
const KEPT_CHANGES = 10_000;

/** Maximum number of changes that wait for their numbers. */
const MAX_DEFERRED = 10_000;

export interface ChangeLogOptions {
  /** Number of the newest change that was made before the log was created. */
  readonly seq?: number | undefined;
  /** Called if a change needs a number; undefined if the log gives the numbers. */
  readonly onDeferred?: (() => void) | undefined;
  /** Loads the code that builds rows: see `MailboxOptions.loadReader`. */
  readonly load?: (() => Promise<void>) | undefined;
}

/** Numbers and keeps the changes of a mailbox, and builds events from them on demand. */
export class ChangeLog {
  readonly #builder: EventBuilder;
  /** Without gaps: the one at index i has the number `#first + i`. */
  #changes: Change[] = [];
  #first: number;
  #evictedIds: string[] = [];
  readonly #delivery: EventDelivery;
  /** Reserved numbers that are not settled, ascending. */
  #reserved: readonly number[] = [];
  /** Reserved numbers that the next recorded changes get, ascending. */
  #slots: number[] = [];
  #readableUntil = Number.POSITIVE_INFINITY;
  /** Changes without a number. */
  #deferred: Change[] = [];
  readonly #onDeferred: (() => void) | undefined;

  constructor(subjects: ChangeSubjects, onError: OnEventError, { seq = 0, onDeferred, load }: ChangeLogOptions = {}) {
    this.#first = seq + 1;
    this.#onDeferred = onDeferred;
    this.#builder = new EventBuilder(subjects, (seq) => this.#changes[seq - this.#first], onError);
    this.#delivery = new EventDelivery(this, this.#builder, onError, load);
  }

  /** Number of the newest change that has taken effect, as have all before it. */
  get seq(): number {
    const [reserved] = this.#reserved;
    return Math.min(reserved === undefined ? this.#last : reserved - 1, this.#readableUntil);
  }

  /**
   * Hides the changes with higher numbers from all readers. With a store, it is the stored high-water mark: after a crash the later
   * numbers are used again.
   */
  set readableUntil(seq: number) {
    this.#readableUntil = seq;
    if (this.#delivery.hasListeners) this.#delivery.schedule();
  }

  /** Number of the newest change, which may be reserved. */
  get #last(): number {
    return this.#first + this.#changes.length - 1;
  }

  /** The number of the next change. */
  get nextSeq(): number {
    return this.#slots[0] ?? this.#last + 1;
  }

  /**
   * Reserves the next `count` numbers for changes that are being committed. Only one reservation can exist at a time.
   *
   * @returns the first of the numbers
   */
  reserve(count: number): number {
    const first = this.#last + 1;
    this.#reserved = Array.from({ length: count }, (_, index) => first + index);
    for (let index = 0; index < count; index++) this.#changes.push(NO_CHANGE);
    return first;
  }

  /**
   * Calls `apply`. The changes that `apply` records get the numbers from `first` on; if it records more than `count`, the
   * rest get new numbers.
   */
  recordReserved<Result>(first: number, count: number, apply: () => Result): Result {
    this.#slots = this.#reserved.slice(first - (this.#reserved[0] ?? first)).slice(0, count);
    try {
      return apply();
    } finally {
      this.#slots = [];
    }
  }

  /** Ends the reservation, after its changes were recorded. Numbers that were not used have no event. */
  settle(): void {
    this.#reserved = [];
    if (this.#delivery.hasListeners) this.#delivery.schedule();
  }

  /**
   * Calls `apply` for a change whose numbers a shared store has given: those from `first` on. Numbers between the newest change and
   * `first`, and those that `apply` does not use, have no event.
   */
  recordNumbered<Result>(first: number, count: number, apply: () => Result): Result {
    this.reserve(first + count - this.#last - 1);
    try {
      return this.recordReserved(first, count, apply);
    } finally {
      this.settle();
      this.#dropOldest();
    }
  }

  /** Number of the changes that wait for their numbers. */
  get deferredCount(): number {
    return this.#deferred.length;
  }

  /** Records the oldest `count` of the changes that wait for their numbers. */
  recordDeferred(count: number): void {
    for (const change of this.#deferred.splice(0, count)) this.#record(change);
  }

  /** Forgets all changes, because some were missed. The next change has the number after `seq`. Listeners get `resync`. */
  restart(seq: number, reason: ResyncReason): void {
    this.releaseSubjects(this.#first - 1, this.#last);
    this.#changes = [];
    this.#first = seq + 1;
    this.#delivery.resync(reason);
  }

  /** `message.seq` must be the next number. The log owns the message until its event was delivered, because the ring may evict it earlier. */
  recordAdded(message: LoggedMessage): void {
    const subject = this.#subjectIfObserved(message);
    subject?.retain();
    this.#record(subject === undefined ? UNOBSERVED_ADDITION : { type: "added", subject });
  }

  recordChanged(message: MessageHandle): void {
    this.#record({ type: "changed", message: message.seq, subject: this.#subjectIfObserved(message) });
  }

  /** @param undo token of the undo, if the deletion can be undone */
  recordDeleted(ids: readonly string[], undo?: string): void {
    this.#record({ type: "removed", ids, reason: "deleted", ...(undo !== undefined && { undo }) });
  }

  /**
   * @param message `seq` of the message
   * @param undo token of the undo that restored it
   * @returns the number of the change
   */
  recordRestored(message: number, undo: string): number {
    return this.#record({ type: "restored", message, undo });
  }

  /** The evictions of one turn become one change at its end. Without listeners, the evictions of many turns become one change. */
  recordEvicted(id: string): void {
    this.#evictedIds.push(id);
    if (this.#delivery.hasListeners) this.#delivery.schedule();
    else if (this.#evictedIds.length >= MAX_BATCH_EVENTS) this.recordEvictions();
  }

  recordCleared(): void {
    // Record this turn's evictions first: the evicted messages are no longer in the mailbox.
    this.recordEvictions();
    this.#record({ type: "cleared" });
  }

  recordSessionOpened(session: SessionSource): void {
    this.#record({ type: "opened", session: session.number, subject: this.#subjectIfObserved(session) });
  }

  /** Returns the number of the change. */
  recordSessionClosed(session: SessionSource): number {
    return this.#record({ type: "closed", session: session.number, subject: this.#subjectIfObserved(session) });
  }

  /**
   * Calls `visit` with the events after `seq` up to the newest at the time of the call, in order and in time slices.
   * The total wait for rows of large messages is as long as that for one batch of live events.
   *
   * @param visit returns false to end the replay
   * @returns false if some of the events are no longer kept, or `visit` ended the replay
   */
  async replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    this.recordEvictions();
    const last = this.seq;
    const isKept = (from: number) => from >= this.#first - 1;
    if (!isKept(seq) || seq > last) return false;
    const rowsUntil = performance.now() + ROW_TIMEOUT_MS;
    for (let from = seq; from < last; ) {
      const timeLeft = rowsUntil - performance.now();
      const { to, largeRows } = this.#builder.requestRows(from, last, timeLeft > 0 ? 0 : last);
      if (largeRows.length > 0) await waitAtMost(largeRows, timeLeft);
      if (!isKept(from)) return false;
      const built = this.#builder.buildEvents(from, to);
      if (!built.events.every(visit)) return false;
      from = built.to;
      if (from < last) await nextTurn();
      // If the log dropped changes meanwhile, those were not visited.
      if (!isKept(from)) return false;
    }
    return true;
  }

  /** Calls the listener with the events of all later changes, in batches. Returns an unsubscribe function. */
  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void {
    return this.#delivery.subscribe(listener);
  }

  #subjectIfObserved<Subject>(subject: Subject): Subject | undefined {
    return this.#delivery.needsSubjects ? subject : undefined;
  }

  /** Returns the number of the change. */
  #record(change: Change): number {
    const slot = this.#slots.shift();
    if (slot !== undefined) {
      if (slot >= this.#first) this.#changes[slot - this.#first] = change;
      return slot;
    }
    if (this.#onDeferred !== undefined) return this.#defer(change, this.#onDeferred);
    this.#changes.push(change);
    this.#dropOldest();
    if (this.#delivery.hasListeners) this.#delivery.schedule();
    return this.#last;
  }

  /** Returns the number that the change has at least. */
  #defer(change: Change, onDeferred: () => void): number {
    if (this.#deferred.length === MAX_DEFERRED) this.#deferred.shift();
    this.#deferred.push(change);
    onDeferred();
    return this.#last + 1;
  }

  #dropOldest(): void {
    while (this.#changes.length >= 2 * KEPT_CHANGES) {
      this.releaseSubjects(this.#first - 1, this.#first - 1 + KEPT_CHANGES);
      this.#changes = this.#changes.slice(KEPT_CHANGES);
      this.#first += KEPT_CHANGES;
    }
  }

  recordFaultsChanged(): void {
    this.#record({ type: "faults" });
  }

  /** Records the evictions of this turn as one change. */
  recordEvictions(): void {
    if (this.#evictedIds.length === 0) return;
    const ids = this.#evictedIds;
    this.#evictedIds = [];
    this.#record({ type: "removed", ids, reason: "evicted" });
  }

  /** Releases the subjects of the changes after `from` up to `to`. */
  releaseSubjects(from: number, to: number): void {
    for (let seq = from + 1; seq <= to; seq++) {
      const change = this.#changes[seq - this.#first];
      if (change === undefined || !("subject" in change) || change.subject === undefined) continue;
      if (change.type === "added") change.subject.release();
      change.subject = undefined;
    }
  }
}
