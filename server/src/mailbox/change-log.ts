import { setImmediate as nextTurn, setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import type { MessageHandle, SessionSource } from "./mailbox.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { OVERLOAD_CHECK_MS, OVERLOAD_END_EVENTS, RateLimiter } from "./rate-limiter.ts";

/**
 * Something that happened, in as few words as the hot path allows. It names its subject and does not hold it, or the
 * log would keep messages alive that the ring has let go. Only until it is told does it hold it: so whoever listens
 * hears of a message, too, that came and went within one turn.
 */
type Change =
  /** The message has the number of the change. */
  | { readonly type: "added"; subject: LoggedMessage | undefined }
  | { readonly type: "changed"; readonly message: number; subject: MessageHandle | undefined }
  | { readonly type: "opened" | "closed"; readonly session: number; subject: SessionSource | undefined }
  | { readonly type: "removed"; readonly ids: readonly string[]; readonly reason: RemovalReason }
  | { readonly type: "cleared" };

/** All that is to be kept of a message that came while nobody listened. */
const UNOBSERVED_ADDITION: Change = { type: "added", subject: undefined };

/** A message that stays readable while the log owns it. */
export interface LoggedMessage extends MessageHandle {
  retain(): void;
  release(): void;
}

type RemovalReason = "deleted" | "evicted";

/** Where the log finds what its changes name. */
export interface ChangeSubjects {
  messageAt(seq: number): MessageHandle | undefined;
  /** The row; a promise of it where a large message has to be read first. */
  row(message: MessageHandle): MaybePromise<MessageSummary>;
  /** The row at once; of a large message that was not read yet, what its beginning shows. */
  summary(message: MessageHandle): MessageSummary;
  sessionAt(number: number): SessionSource | undefined;
}

type Listener = (events: readonly StreamEvent[]) => void;

/** Receives what failed in the delivery of events, as a sentence for the log, and the error. */
export type OnEventError = (description: string, error: unknown) => void;

/** Changes that can be replayed. */
const KEPT_CHANGES = 10_000;
/** Events told at once; the rest waits for the next turn. */
const MAX_BATCH_EVENTS = 500;
/** Milliseconds for which rows of events are made at a time. */
const SLICE_MS = 5;
/** Milliseconds that events wait for the rows of large messages. A row that is not there by then shows the message's beginning. */
const ROW_TIMEOUT_MS = 500;

/** The changes of a mailbox in order, each with the next number; made into events only for those who listen or ask. */
export class ChangeLog {
  readonly #subjects: ChangeSubjects;
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
    this.#subjects = subjects;
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

  recordDeleted(ids: readonly string[]): void {
    this.#record({ type: "removed", ids, reason: "deleted" });
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
      const { to, largeRows } = this.#buildRows(from, last, timeLeft > 0 ? 0 : last);
      if (largeRows.length > 0) await waitAtMost(largeRows, timeLeft);
      if (!isKept(from)) return false;
      const built = this.#buildEvents(from, to);
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
    const { to, largeRows } = this.#buildRows(fromSeq, this.seq, this.#awaitedSeq);
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

  /**
   * Makes the rows of the changes after `from` up to `last`: as many as fit into a slice, at most a batch. Those of large
   * messages come later.
   *
   * @param awaited the change up to which no row is waited for any more
   */
  #buildRows(
    from: number,
    last: number,
    awaited: number,
  ): { readonly to: number; readonly largeRows: readonly Promise<unknown>[] } {
    const largeRows: Promise<unknown>[] = [];
    const end = performance.now() + SLICE_MS;
    let to = from;
    while (to < Math.min(last, from + MAX_BATCH_EVENTS) && (to === from || performance.now() < end)) {
      to++;
      if (to <= awaited) continue;
      const change = this.#changes[to - this.#first];
      const message = change?.type === "added" ? (change.subject ?? this.#subjects.messageAt(to)) : undefined;
      const row = message && this.#rowOf(message);
      if (row instanceof Promise) largeRows.push(row);
    }
    return { to, largeRows };
  }

  /** Undefined where it fails: then the event fails too, and is skipped and reported. */
  #rowOf(message: MessageHandle): MaybePromise<MessageSummary> | undefined {
    try {
      return this.#subjects.row(message);
    } catch {
      return undefined;
    }
  }

  /** Tells of the changes up to and with this one, in their order; of those that do not fit into a slice, the next time. */
  #deliverUpTo(last: number): void {
    this.#isFlushScheduled = false;
    const from = this.#deliveredSeq;
    // Listeners may have gone, and others come, while a row was awaited.
    if (this.#listeners.size === 0) return;
    const { events, to } = this.#buildEvents(from, last);
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

  /** Events of the changes after `from` up to and with `last`, or up to and with `to` where the slice is over before. */
  #buildEvents(from: number, last: number): { readonly events: StreamEvent[]; readonly to: number } {
    const events: StreamEvent[] = [];
    const end = performance.now() + SLICE_MS;
    let to = from;
    while (to < last && (to === from || performance.now() < end)) {
      to++;
      const change = this.#changes[to - this.#first];
      if (change === undefined) continue;
      try {
        const event = this.#buildEvent(change, to);
        if (event) events.push(event);
      } catch (error) {
        this.#onError("An event of the mailbox could not be built and was skipped.", error);
      }
    }
    return { events, to };
  }

  /** Undefined where the subject is gone, so that there is nothing left to tell. */
  #buildEvent(change: Change, seq: number): StreamEvent | undefined {
    switch (change.type) {
      case "added": {
        const message = change.subject ?? this.#subjects.messageAt(seq);
        return message && { type: "message.added", seq, message: this.#subjects.summary(message) };
      }
      case "changed": {
        const message = change.subject ?? this.#subjects.messageAt(change.message);
        return message && { type: "message.changed", seq, id: message.id, read: message.read, tags: [...message.tags] };
      }
      case "removed":
        return { type: "message.removed", seq, ids: [...change.ids], reason: change.reason };
      case "cleared":
        return { type: "mailbox.cleared", seq };
      case "opened":
      case "closed": {
        const session = change.subject ?? this.#subjects.sessionAt(change.session);
        return session && { type: `session.${change.type}`, seq, session: session.summary() };
      }
    }
  }
}

/** Waits until all of these are settled, at most `time` milliseconds. */
async function waitAtMost(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeoutPromise(timeoutMs, undefined, { ref: false })]);
}
