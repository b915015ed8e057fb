import type { StreamEvent } from "@mailglass/shared";
import type { EventBuilder } from "./event-builder.ts";
import { OVERLOAD_CHECK_MS, RateLimiter } from "./rate-limiter.ts";
import { ROW_TIMEOUT_MS, waitAtMost } from "./row-timeout.ts";

/*
 * The delivery of changes to listeners, as events.
 *
 * Input: `schedule` after each change, from the log.
 * Output: events, in batches, to the listeners of `subscribe`.
 *
 * States:
 *   unobserved  There are no listeners. Changes are recorded without their subjects, and nothing is scheduled.
 *   scheduled   A flush is due at the end of this turn, or later if events are frequent (`RateLimiter`).
 *   awaiting    A flush waits for rows of expensive messages, at most half a second; nothing else is delivered meanwhile.
 *   overload    There are more events than listeners can process. Listeners receive only `resync`, a few times a second.
 *
 * Invariants:
 *   - A listener receives every event once, in order, from its subscription on, unless `resync` says that some are left out.
 *   - The subjects of a change are released when its event was delivered or skipped.
 *   - A listener that throws is unsubscribed and reported. Other listeners are not affected.
 */

type Listener = (events: readonly StreamEvent[]) => void;

/** Reports a failed delivery: a sentence for the log, and the error. */
export type OnEventError = (description: string, error: unknown) => void;

/** Why listeners must read everything again: see the `resync` of the stream. */
export type ResyncReason = Extract<StreamEvent, { type: "resync" }>["reason"];

/** The log as its delivery needs it. */
interface DeliveredLog {
  /** Number of the newest change. */
  readonly seq: number;
  /** Records the evictions of this turn as one change. */
  recordEvictions(): void;
  /** Releases the subjects of the changes after `from` up to `to`. */
  releaseSubjects(from: number, to: number): void;
}

/** Delivers the changes of a log to its listeners. */
export class EventDelivery {
  readonly #log: DeliveredLog;
  readonly #builder: EventBuilder;
  readonly #onError: OnEventError;
  /** Undefined once the code is loaded. */
  #load: (() => Promise<void>) | undefined;
  readonly #listeners = new Map<Listener, { readonly eventsSince: number }>();
  readonly #rateLimiter = new RateLimiter();
  /** Number of the last delivered change. */
  #deliveredSeq = 0;
  /** Number of the last change whose row was awaited up to the time limit. */
  #awaitedSeq = 0;
  /** Number of the newest change when the limiter last let a delivery start. Up to it, one slice follows the other. */
  #dueSeq = 0;
  #isFlushScheduled = false;
  /** Timer of the overload state. */
  #overloadTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param load loads the code of the builder, before the first event; by default it is loaded */
  constructor(log: DeliveredLog, builder: EventBuilder, onError: OnEventError, load?: () => Promise<void>) {
    this.#log = log;
    this.#load = load;
    this.#builder = builder;
    this.#onError = onError;
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  /** Whether the events of new changes will be built, so that their subjects must be kept. */
  get needsSubjects(): boolean {
    return this.hasListeners && this.#overloadTimer === undefined;
  }

  subscribe(listener: Listener): () => void {
    this.#log.recordEvictions();
    if (this.#listeners.size === 0) this.#deliveredSeq = this.#log.seq;
    // A wrapper, so that one function can listen twice.
    const wrapper: Listener = (events) => {
      listener(events);
    };
    this.#listeners.set(wrapper, { eventsSince: this.#log.seq });
    return () => {
      this.#unsubscribe(wrapper);
    };
  }

  #unsubscribe(listener: Listener): void {
    // Otherwise, events that the last listener did not receive would be kept until the log drops their changes.
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#skipUndelivered();
  }

  /** Schedules the delivery of all changes that were not delivered yet. */
  schedule(): void {
    if (this.#isFlushScheduled || this.#overloadTimer !== undefined) return;
    this.#isFlushScheduled = true;
    if (this.#load !== undefined && this.#listeners.size > 0) {
      void this.#flushOnceLoaded(this.#load);
      return;
    }
    const isDue = this.#listeners.size === 0 || this.#deliveredSeq < this.#dueSeq;
    const delayMs = isDue ? 0 : this.#rateLimiter.delayMs;
    if (delayMs === 0) setImmediate(this.#flush);
    else setTimeout(this.#flush, delayMs);
  }

  async #flushOnceLoaded(load: () => Promise<void>): Promise<void> {
    try {
      await load();
      this.#load = undefined;
    } catch (error) {
      this.#onError("The code of events could not be loaded; the next event tries again.", error);
      this.#isFlushScheduled = false;
      return;
    }
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    // Before the next line, because it would schedule another flush.
    this.#log.recordEvictions();
    this.#isFlushScheduled = false;
    if (this.#listeners.size === 0 || this.#overloadTimer !== undefined) return;
    const fromSeq = this.#deliveredSeq;
    if (!this.#rateLimiter.allows(this.#log.seq - fromSeq)) {
      this.#skipUndelivered();
      this.#overloadTimer = setTimeout(this.#checkOverload, OVERLOAD_CHECK_MS);
      return;
    }
    if (fromSeq >= this.#dueSeq) this.#dueSeq = this.#log.seq;
    const { to, largeRows } = this.#builder.requestRows(fromSeq, this.#log.seq, this.#awaitedSeq);
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
    const start = performance.now();
    const { events, to } = this.#builder.buildEvents(from, last);
    if (from < to) {
      this.#log.releaseSubjects(from, to);
      this.#deliveredSeq = to;
    }
    this.#notify(events, from);
    this.#rateLimiter.record(events.length, performance.now() - start);
    if (this.#deliveredSeq < this.#log.seq) this.schedule();
  }

  /** Sends listeners only `resync`, a few times a second, until the overload is over. */
  readonly #checkOverload = (): void => {
    this.#log.recordEvictions();
    const isOver = this.#rateLimiter.endsOverload(this.#log.seq - this.#deliveredSeq) || this.#listeners.size === 0;
    this.#skipUndelivered();
    this.#overloadTimer = isOver ? undefined : setTimeout(this.#checkOverload, OVERLOAD_CHECK_MS);
    this.#notify([{ type: "resync", seq: this.#log.seq, reason: "flood" }], this.#log.seq);
  };

  /** Skips what was not delivered yet, and makes the listeners read everything again. */
  resync(reason: ResyncReason): void {
    this.#deliveredSeq = this.#log.seq;
    this.#notify([{ type: "resync", seq: this.#log.seq, reason }], this.#log.seq);
  }

  /** Skips the changes that were not delivered yet. */
  #skipUndelivered(): void {
    this.#log.releaseSubjects(this.#deliveredSeq, this.#log.seq);
    this.#deliveredSeq = this.#log.seq;
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
}
