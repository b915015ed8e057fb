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
 * The log of what happened in a mailbox, and the delivery of it as events.
 *
 * Input: one `record…` call for each change, on the path of the mail: it costs a small object.
 * Output: events, to the listeners of `subscribe` in batches, and to `replay` on request. They are built only for these.
 *
 * Each change has the next number, without gaps. The last 10,000 changes at least are kept for `replay`.
 *
 * States of the delivery:
 *   unobserved  Nobody listens. Changes are recorded without their subjects, and nothing is scheduled.
 *   scheduled   A flush is due at the end of this turn, or later where events come fast (`RateLimiter`).
 *   awaiting    A flush waits for rows of expensive messages, at most half a second; nothing else is delivered meanwhile.
 *   overload    More comes than listeners can follow. They receive `resync` a few times a second and nothing else.
 *
 * Invariants:
 *   - A listener receives every event once, in order, from its subscription on, unless `resync` says that some are left out.
 *   - An added message is owned by the log (`retain`) from its change until its event was built or skipped, and not longer.
 *   - A listener that throws is unsubscribed and reported, and affects nobody else.
 */

/** All that is kept of a message that was added while nobody listened. */
const UNOBSERVED_ADDITION: Change = { type: "added", subject: undefined };

type Listener = (events: readonly StreamEvent[]) => void;

/** Receives what failed in the delivery of events, as a sentence for the log, and the error. */
export type OnEventError = (description: string, error: unknown) => void;

/** Changes that can be replayed at least. */
const KEPT_CHANGES = 10_000;
/** Milliseconds that events wait for the rows of large messages. A row that is not there by then shows the message's beginning. */
const ROW_TIMEOUT_MS = 500;

/** The changes of a mailbox in order, each with the next number; made into events only for those who listen or ask. */
export class ChangeLog {
  readonly #builder: EventBuilder;
  /** Without gaps: the one at index i has the number `#first + i`. */
  #changes: Change[] = [];
  #first = 1;
  /** Number of the last change that was told. */
  #deliveredSeq = 0;
  /** Number of the last change whose row was awaited for as long as a row may be. */
  #awaitedSeq = 0;
  #evictedIds: string[] = [];
  readonly #listeners = new Map<Listener, { readonly eventsSince: number }>();
  #isFlushScheduled = false;
  readonly #rateLimiter = new RateLimiter();
  /** Runs while more comes than can be told one by one. */
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

  /** `message.seq` has to be the next number. The log owns it until its event was delivered, since the ring may evict it before. */
  recordAdded(message: LoggedMessage): void {
    const subject = this.#subjectIfObserved(message);
    subject?.retain();
    this.#record(subject === undefined ? UNOBSERVED_ADDITION : { type: "added", subject });
  }

  recordChanged(message: MessageHandle): void {
    this.#record({ type: "changed", message: message.seq, subject: this.#subjectIfObserved(message) });
  }

  /** @param undo token of the undo, where the deletion can be undone */
  recordDeleted(messages: readonly { readonly id: string }[], undo?: string): void {
    const ids = messages.map(({ id }) => id);
    this.#record({ type: "removed", ids, reason: "deleted", ...(undo !== undefined && { undo }) });
  }

  /** @param undo token of the undo that restored it */
  recordRestored(message: MessageHandle, undo: string): void {
    this.#record({ type: "restored", message: message.seq, undo });
  }

  /** Evictions of one turn become one change, at the turn's end; while nobody listens, many turns' do, and no turn's end is waited for. */
  recordEvicted(id: string): void {
    this.#evictedIds.push(id);
    if (this.#listeners.size > 0) this.#schedule();
    else if (this.#evictedIds.length >= MAX_BATCH_EVENTS) this.#recordEvictions();
  }

  recordCleared(): void {
    // Messages that were evicted in this turn are not there to be cleared.
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
   * Calls `visit` with the events after `seq` up to the newest of now, in order and in slices of the event loop's time.
   * All rows of large messages together are waited for as long as those of one batch of live events.
   *
   * @param visit returns false to end the replay
   * @returns false where the events are no longer all kept, or `visit` ended it
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
      // Changes of which only the beginning is dropped by now were not visited.
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
    // Events that the last listener did not receive would be held until the log drops their changes.
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
    // To record evictions schedules another flush, which may find that this one has begun a flood.
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

  /** Tells of the changes up to and with this one, in their order; of those that do not fit into a slice, the next time. */
  #deliverUpTo(last: number): void {
    this.#isFlushScheduled = false;
    const from = this.#deliveredSeq;
    // Listeners may have gone, and others come, while a row was awaited.
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

  /** Whoever listens hears a few times a second that there is news, and no more, until the flood is over. */
  readonly #checkOverload = (): void => {
    this.#recordEvictions();
    const continues = this.seq - this.#deliveredSeq > OVERLOAD_END_EVENTS && this.#listeners.size > 0;
    this.#skipUndelivered();
    this.#overloadTimer = continues ? setTimeout(this.#checkOverload, OVERLOAD_CHECK_MS) : undefined;
    this.#notify([{ type: "resync", seq: this.seq, reason: "flood" }], this.seq);
  };

  /** Leaves untold what was not told so far. */
  #skipUndelivered(): void {
    this.#releaseSubjects(this.#deliveredSeq, this.seq);
    this.#deliveredSeq = this.seq;
  }

  /**
   * Calls every listener. One that throws is unsubscribed and reported; the others still get the events.
   *
   * @param from the number after which they come
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

/** Waits until all of these are settled, at most `time` milliseconds. */
async function waitAtMost(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeoutPromise(timeoutMs, undefined, { ref: false })]);
}
