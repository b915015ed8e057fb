import { setImmediate as nextTurn, setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { StreamEvent } from "@mailglass/shared";
import {
  type Change,
  type ChangeSubjects,
  EventBuilder,
  type LoggedMessage,
  MAX_BATCH_EVENTS,
} from "./event-builder.ts";
import type { MessageHandle, SessionSource } from "./mailbox.ts";
import { OVERLOAD_CHECK_MS, OVERLOAD_END_EVENTS, RateLimiter } from "./rate-limiter.ts";

/*
 * The log of changes to a mailbox, and their delivery as events.
 *
 * Input: one `record…` call per change. It runs on the receiving path and allocates one small object.
 * Output: events, in batches to the listeners of `subscribe`, and through `replay` on request. They are built only for these.
 *
 * Changes are numbered without gaps. At least the last 10,000 changes are kept for `replay`.
 *
 * States of the delivery:
 *   unobserved  There are no listeners. Changes are recorded without their subjects, and nothing is scheduled.
 *   scheduled   A flush is due at the end of this turn, or later if events are frequent (`RateLimiter`).
 *   awaiting    A flush waits for rows of expensive messages, at most half a second; nothing else is delivered meanwhile.
 *   overload    There are more events than listeners can process. Listeners receive only `resync`, a few times a second.
 *
 * Invariants:
 *   - A listener receives every event once, in order, from its subscription on, unless `resync` says that some are left out.
 *   - The log owns an added message (`retain`) exactly until the event of the change was built or skipped.
 *   - A listener that throws is unsubscribed and reported. Other listeners are not affected.
 */

/** The record of a message that was added while there were no listeners. */
const UNOBSERVED_ADDITION: Change = { type: "added", subject: undefined };

type Listener = (events: readonly StreamEvent[]) => void;

/** Reports a failed delivery: a sentence for the log, and the error. */
export type OnEventError = (description: string, error: unknown) => void;

/** Minimum number of changes that can be replayed. */
const KEPT_CHANGES = 10_000;
/**
 * How long events and lists wait for the rows of large messages, in ms. A row that is not ready by then shows the message's
 * beginning.
 */
export const ROW_TIMEOUT_MS = 500;

/** Numbers and keeps the changes of a mailbox, and builds events from them on demand. */
export class ChangeLog {
  readonly #builder: EventBuilder;
  /** Without gaps: the one at index i has the number `#first + i`. */
  #changes: Change[] = [];
  #first = 1;
  /** Number of the last delivered change. */
  #deliveredSeq = 0;
  /** Number of the last change whose row was awaited up to the time limit. */
  #awaitedSeq = 0;
  #evictedIds: string[] = [];
  readonly #listeners = new Map<Listener, { readonly eventsSince: number }>();
  #isFlushScheduled = false;
  readonly #rateLimiter = new RateLimiter();
  /** Timer of the overload state. */
  #overloadTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #onError: OnEventError;

  constructor(subjects: ChangeSubjects, onError: OnEventError) {
    this.#builder = new EventBuilder(subjects, (seq) => this.#changes[seq - this.#first], onError);
    this.#onError = onError;
  }

  /** Number of the newest change. */
  get seq(): number {
    return this.#first + this.#changes.length - 1;
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
  recordDeleted(messages: readonly { readonly id: string }[], undo?: string): void {
    const ids = messages.map(({ id }) => id);
    this.#record({ type: "removed", ids, reason: "deleted", ...(undo !== undefined && { undo }) });
  }

  /** @param undo token of the undo that restored it */
  recordRestored(message: MessageHandle, undo: string): void {
    this.#record({ type: "restored", message: message.seq, undo });
  }

  /** The evictions of one turn become one change at its end. Without listeners, the evictions of many turns become one change. */
  recordEvicted(id: string): void {
    this.#evictedIds.push(id);
    if (this.#listeners.size > 0) this.#schedule();
    else if (this.#evictedIds.length >= MAX_BATCH_EVENTS) this.#recordEvictions();
  }

  recordCleared(): void {
    // Record this turn's evictions first: the evicted messages are no longer in the mailbox.
    this.#recordEvictions();
    this.#record({ type: "cleared" });
  }

  recordSessionOpened(session: SessionSource): void {
    this.#record({ type: "opened", session: session.number, subject: this.#subjectIfObserved(session) });
  }

  recordSessionClosed(session: SessionSource): void {
    this.#record({ type: "closed", session: session.number, subject: this.#subjectIfObserved(session) });
  }

  /**
   * Calls `visit` with the events after `seq` up to the newest at the time of the call, in order and in time slices.
   * The total wait for rows of large messages is as long as that for one batch of live events.
   *
   * @param visit returns false to end the replay
   * @returns false if some of the events are no longer kept, or `visit` ended the replay
   */
  async replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    this.#recordEvictions();
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

  subscribe(listener: Listener): () => void {
    this.#recordEvictions();
    if (this.#listeners.size === 0) this.#deliveredSeq = this.seq;
    // A wrapper, so that one function can listen twice.
    const wrapper: Listener = (events) => {
      listener(events);
    };
    this.#listeners.set(wrapper, { eventsSince: this.seq });
    return () => {
      this.#unsubscribe(wrapper);
    };
  }

  #unsubscribe(listener: Listener): void {
    // Otherwise, events that the last listener did not receive would be kept until the log drops their changes.
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#skipUndelivered();
  }

  #subjectIfObserved<Subject>(subject: Subject): Subject | undefined {
    return this.#listeners.size > 0 && this.#overloadTimer === undefined ? subject : undefined;
  }

  #record(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length >= 2 * KEPT_CHANGES) {
      this.#releaseSubjects(this.#first - 1, this.#first - 1 + KEPT_CHANGES);
      this.#changes = this.#changes.slice(KEPT_CHANGES);
      this.#first += KEPT_CHANGES;
    }
    if (this.#listeners.size > 0) this.#schedule();
  }

  #schedule(): void {
    if (this.#isFlushScheduled || this.#overloadTimer !== undefined) return;
    this.#isFlushScheduled = true;
    const delayMs = this.#listeners.size === 0 ? 0 : this.#rateLimiter.delayMs;
    if (delayMs === 0) setImmediate(this.#flush);
    else setTimeout(this.#flush, delayMs);
  }

  readonly #flush = (): void => {
    this.#isFlushScheduled = false;
    this.#recordEvictions();
    // Recording evictions schedules another flush, which may find that this one has started the overload state.
    if (this.#listeners.size === 0 || this.#overloadTimer !== undefined) return;
    const fromSeq = this.#deliveredSeq;
    if (!this.#rateLimiter.allows(this.seq - fromSeq)) {
      this.#skipUndelivered();
      this.#overloadTimer = setTimeout(this.#checkOverload, OVERLOAD_CHECK_MS);
      return;
    }
    const { to, largeRows } = this.#builder.requestRows(fromSeq, this.seq, this.#awaitedSeq);
    if (largeRows.length === 0) {
      this.#deliverUpTo(to);
      return;
    }
    this.#isFlushScheduled = true;
    void this.#deliverOnceRead(to, largeRows);
  };

  async #deliverOnceRead(to: number, largeRows: readonly Promise<unknown>[]): Promise<void> {
    await waitAtMost(largeRows, ROW_TIMEOUT_MS);
    this.#awaitedSeq = to;
    this.#deliverUpTo(to);
  }

  /** Delivers the changes up to this one (inclusive) in order. Those that do not fit into a slice are delivered by the next flush. */
  #deliverUpTo(last: number): void {
    this.#isFlushScheduled = false;
    const from = this.#deliveredSeq;
    // Listeners may have unsubscribed or subscribed while a row was awaited.
    if (this.#listeners.size === 0) return;
    const { events, to } = this.#builder.buildEvents(from, last);
    if (from < to) {
      this.#releaseSubjects(from, to);
      this.#deliveredSeq = to;
      this.#rateLimiter.record(events.length);
    }
    if (this.#deliveredSeq < this.seq) this.#schedule();
    this.#notify(events, from);
  }

  #recordEvictions(): void {
    if (this.#evictedIds.length === 0) return;
    const ids = this.#evictedIds;
    this.#evictedIds = [];
    this.#record({ type: "removed", ids, reason: "evicted" });
  }

  /** Sends listeners only `resync`, a few times a second, until the overload is over. */
  readonly #checkOverload = (): void => {
    this.#recordEvictions();
    const continues = this.seq - this.#deliveredSeq > OVERLOAD_END_EVENTS && this.#listeners.size > 0;
    this.#skipUndelivered();
    this.#overloadTimer = continues ? setTimeout(this.#checkOverload, OVERLOAD_CHECK_MS) : undefined;
    this.#notify([{ type: "resync", seq: this.seq, reason: "flood" }], this.seq);
  };

  /** Skips the changes that were not delivered yet. */
  #skipUndelivered(): void {
    this.#releaseSubjects(this.#deliveredSeq, this.seq);
    this.#deliveredSeq = this.seq;
  }

  /**
   * Calls every listener. A listener that throws is unsubscribed and reported; the others still receive the events.
   *
   * @param from number of the change before the first of these events
   */
  #notify(events: readonly StreamEvent[], from: number): void {
    for (const [listener, { eventsSince }] of this.#listeners) {
      const newEvents = eventsSince <= from ? events : events.filter((event) => event.seq > eventsSince);
      if (newEvents.length === 0) continue;
      try {
        listener(newEvents);
      } catch (error) {
        this.#unsubscribe(listener);
        this.#onError("A listener of the mailbox failed and was dropped.", error);
      }
    }
  }

  #releaseSubjects(from: number, to: number): void {
    for (let seq = from + 1; seq <= to; seq++) {
      const change = this.#changes[seq - this.#first];
      if (change === undefined || !("subject" in change) || change.subject === undefined) continue;
      if (change.type === "added") change.subject.release();
      change.subject = undefined;
    }
  }
}

/** Waits until all of these are settled, for at most `time` ms. */
export async function waitAtMost(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeoutPromise(timeoutMs, undefined, { ref: false })]);
}
