import { setImmediate as nextTurn, setTimeout as setTimeoutPromise } from "node:timers/promises";
import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import type { Eventually } from "./eventually.ts";
import type { SessionSource, StoredMessage } from "./mailbox.ts";
import { FLOOD_END, FLOOD_PAUSE, Pace } from "./pace.ts";

/**
 * Something that happened, in as few words as the hot path allows. It names its subject and does not hold it, or the
 * log would keep messages alive that the ring has let go. Only until it is told does it hold it: so whoever listens
 * hears of a message, too, that came and went within one turn.
 */
type Change =
  /** The message has the number of the change. */
  | { readonly type: "added"; subject: StoredMessage | undefined }
  | { readonly type: "changed"; readonly message: number; subject: StoredMessage | undefined }
  | { readonly type: "opened" | "closed"; readonly session: number; subject: SessionSource | undefined }
  | { readonly type: "removed"; readonly ids: readonly string[]; readonly reason: RemovalReason }
  | { readonly type: "cleared" };

/** All that is to be kept of a message that came while nobody listened. */
const ADDED: Change = { type: "added", subject: undefined };

type RemovalReason = "deleted" | "evicted";

/** Where the log finds what its changes name. */
export interface Subjects {
  message(seq: number): StoredMessage | undefined;
  /** The row; a promise of it where a large message has to be read first. */
  row(message: StoredMessage): Eventually<MessageSummary>;
  /** The row at once; of a large message that was not read yet, what its beginning shows. */
  summary(message: StoredMessage): MessageSummary;
  session(number: number): SessionSource | undefined;
}

type Listener = (events: readonly StreamEvent[]) => void;

/** Receives what failed in the delivery of events, as a sentence for the log, and the error. */
export type OnEventError = (what: string, error: unknown) => void;

/** Changes that can be replayed. */
const KEPT = 10_000;
/** Events told at once; the rest waits for the next turn. */
const BATCH = 500;
/** Milliseconds for which rows of events are made at a time. */
const SLICE = 5;
/** Milliseconds that events wait for the rows of large messages. A row that is not there by then shows the message's beginning. */
const ROW_TIME = 500;

/** The changes of a mailbox in order, each with the next number; made into events only for those who listen or ask. */
export class ChangeLog {
  readonly #subjects: Subjects;
  /** Without gaps: the one at index i has the number `#first + i`. */
  #changes: Change[] = [];
  #first = 1;
  /** Number of the last change that was told. */
  #told = 0;
  /** Number of the last change whose row was awaited for as long as a row may be. */
  #awaited = 0;
  #evicted: string[] = [];
  readonly #listeners = new Map<Listener, { readonly since: number }>();
  #flushing = false;
  readonly #pace = new Pace();
  /** Runs while more comes than can be told one by one. */
  #flood: ReturnType<typeof setTimeout> | undefined;
  readonly #onError: OnEventError;

  constructor(subjects: Subjects, onError: OnEventError) {
    this.#subjects = subjects;
    this.#onError = onError;
  }

  /** Number of the newest change. */
  get seq(): number {
    return this.#first + this.#changes.length - 1;
  }

  /** `message.seq` has to be the next number. It is lent where it is to be told of, since it may be gone by then. */
  added(message: StoredMessage & { lend(): StoredMessage }): void {
    const subject = this.#held(message)?.lend();
    this.#record(subject === undefined ? ADDED : { type: "added", subject });
  }

  changed(message: StoredMessage): void {
    this.#record({ type: "changed", message: message.seq, subject: this.#held(message) });
  }

  deleted(ids: readonly string[]): void {
    this.#record({ type: "removed", ids, reason: "deleted" });
  }

  /** Evictions of one turn become one change, at the turn's end; while nobody listens, many turns' do, and no turn's end is waited for. */
  evicted(id: string): void {
    this.#evicted.push(id);
    if (this.#listeners.size > 0) this.#schedule();
    else if (this.#evicted.length >= BATCH) this.#recordEvicted();
  }

  cleared(): void {
    this.#record({ type: "cleared" });
  }

  opened(session: SessionSource): void {
    this.#record({ type: "opened", session: session.number, subject: this.#held(session) });
  }

  closed(session: SessionSource): void {
    this.#record({ type: "closed", session: session.number, subject: this.#held(session) });
  }

  /**
   * Calls `visit` with the events after `seq` up to the newest of now, in order and in slices of the event loop's time.
   * All rows of large messages together are waited for as long as those of one batch of live events.
   *
   * @param visit returns false to end the replay
   * @returns false where the events are no longer all kept, or `visit` ended it
   */
  async replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    this.#recordEvicted();
    const last = this.seq;
    const isKept = (from: number) => from >= this.#first - 1;
    if (!isKept(seq) || seq > last) return false;
    const rowsUntil = performance.now() + ROW_TIME;
    for (let from = seq; from < last; ) {
      const timeLeft = rowsUntil - performance.now();
      const { to, largeRows } = this.#makeRows(from, last, timeLeft > 0 ? 0 : last);
      if (largeRows.length > 0) await settledWithin(largeRows, timeLeft);
      if (!isKept(from)) return false;
      const built = this.#events(from, to);
      if (!built.events.every(visit)) return false;
      from = built.to;
      if (from < last) await nextTurn();
      // Changes of which only the beginning is dropped by now were not visited.
      if (!isKept(from)) return false;
    }
    return true;
  }

  subscribe(listener: Listener): () => void {
    this.#recordEvicted();
    if (this.#listeners.size === 0) this.#told = this.seq;
    // A wrapper, so that one function can listen twice.
    const own: Listener = (events) => {
      listener(events);
    };
    this.#listeners.set(own, { since: this.seq });
    return () => {
      this.#unsubscribe(own);
    };
  }

  #unsubscribe(listener: Listener): void {
    // Events that the last listener did not receive would be held until the log drops their changes.
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#skip();
  }

  #held<Subject>(subject: Subject): Subject | undefined {
    return this.#listeners.size > 0 && this.#flood === undefined ? subject : undefined;
  }

  #record(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length >= 2 * KEPT) {
      this.#changes = this.#changes.slice(KEPT);
      this.#first += KEPT;
    }
    if (this.#listeners.size > 0) this.#schedule();
  }

  #schedule(): void {
    if (this.#flushing || this.#flood !== undefined) return;
    this.#flushing = true;
    const pause = this.#listeners.size === 0 ? 0 : this.#pace.pause;
    if (pause === 0) setImmediate(this.#flush);
    else setTimeout(this.#flush, pause);
  }

  readonly #flush = (): void => {
    this.#flushing = false;
    this.#recordEvicted();
    // To record evictions schedules another flush, which may find that this one has begun a flood.
    if (this.#listeners.size === 0 || this.#flood !== undefined) return;
    const from = this.#told;
    if (!this.#pace.affords(this.seq - from)) {
      this.#skip();
      this.#flood = setTimeout(this.#lookAtFlood, FLOOD_PAUSE);
      return;
    }
    const { to, largeRows } = this.#makeRows(from, this.seq, this.#awaited);
    if (largeRows.length === 0) {
      this.#tellUpTo(to);
      return;
    }
    this.#flushing = true;
    void this.#tellOnceRead(to, largeRows);
  };

  async #tellOnceRead(to: number, largeRows: readonly Promise<unknown>[]): Promise<void> {
    await settledWithin(largeRows, ROW_TIME);
    this.#awaited = to;
    this.#tellUpTo(to);
  }

  /**
   * Makes the rows of the changes after `from` up to `last`: as many as fit into a slice, at most a batch. Those of large
   * messages come later.
   *
   * @param awaited the change up to which no row is waited for any more
   */
  #makeRows(
    from: number,
    last: number,
    awaited: number,
  ): { readonly to: number; readonly largeRows: readonly Promise<unknown>[] } {
    const largeRows: Promise<unknown>[] = [];
    const end = performance.now() + SLICE;
    let to = from;
    while (to < Math.min(last, from + BATCH) && (to === from || performance.now() < end)) {
      to++;
      if (to <= awaited) continue;
      const change = this.#changes[to - this.#first];
      const message = change?.type === "added" ? (change.subject ?? this.#subjects.message(to)) : undefined;
      const row = message && this.#rowOf(message);
      if (row instanceof Promise) largeRows.push(row);
    }
    return { to, largeRows };
  }

  /** Undefined where it fails: then the event fails too, and is skipped and reported. */
  #rowOf(message: StoredMessage): Eventually<MessageSummary> | undefined {
    try {
      return this.#subjects.row(message);
    } catch {
      return undefined;
    }
  }

  /** Tells of the changes up to and with this one, in their order; of those that do not fit into a slice, the next time. */
  #tellUpTo(last: number): void {
    this.#flushing = false;
    const from = this.#told;
    // Listeners may have gone, and others come, while a row was awaited.
    if (this.#listeners.size === 0) return;
    const { events, to } = this.#events(from, last);
    if (from < to) {
      this.#release(from, to);
      this.#told = to;
      this.#pace.told(events.length);
    }
    if (this.#told < this.seq) this.#schedule();
    this.#tell(events, from);
  }

  #recordEvicted(): void {
    if (this.#evicted.length === 0) return;
    const ids = this.#evicted;
    this.#evicted = [];
    this.#record({ type: "removed", ids, reason: "evicted" });
  }

  /** Whoever listens hears a few times a second that there is news, and no more, until the flood is over. */
  readonly #lookAtFlood = (): void => {
    this.#recordEvicted();
    const goesOn = this.seq - this.#told > FLOOD_END && this.#listeners.size > 0;
    this.#skip();
    this.#flood = goesOn ? setTimeout(this.#lookAtFlood, FLOOD_PAUSE) : undefined;
    this.#tell([{ type: "resync", seq: this.seq, reason: "flood" }], this.seq);
  };

  /** Leaves untold what was not told so far. */
  #skip(): void {
    this.#release(this.#told, this.seq);
    this.#told = this.seq;
  }

  /**
   * Calls every listener. One that throws is unsubscribed and reported; the others still get the events.
   *
   * @param from the number after which they come
   */
  #tell(events: readonly StreamEvent[], from: number): void {
    for (const [listener, { since }] of this.#listeners) {
      const news = since <= from ? events : events.filter((event) => event.seq > since);
      if (news.length === 0) continue;
      try {
        listener(news);
      } catch (error) {
        this.#unsubscribe(listener);
        this.#onError("A listener of the mailbox failed and was dropped.", error);
      }
    }
  }

  #release(from: number, to: number): void {
    for (let seq = from + 1; seq <= to; seq++) {
      const change = this.#changes[seq - this.#first];
      if (change !== undefined && "subject" in change && change !== ADDED) change.subject = undefined;
    }
  }

  /** Events of the changes after `from` up to and with `last`, or up to and with `to` where the slice is over before. */
  #events(from: number, last: number): { readonly events: StreamEvent[]; readonly to: number } {
    const events: StreamEvent[] = [];
    const end = performance.now() + SLICE;
    let to = from;
    while (to < last && (to === from || performance.now() < end)) {
      to++;
      const change = this.#changes[to - this.#first];
      if (change === undefined) continue;
      try {
        const event = this.#event(change, to);
        if (event) events.push(event);
      } catch (error) {
        this.#onError("An event of the mailbox could not be built and was skipped.", error);
      }
    }
    return { events, to };
  }

  /** Undefined where the subject is gone, so that there is nothing left to tell. */
  #event(change: Change, seq: number): StreamEvent | undefined {
    switch (change.type) {
      case "added": {
        const message = change.subject ?? this.#subjects.message(seq);
        return message && { type: "message.added", seq, message: this.#subjects.summary(message) };
      }
      case "changed": {
        const message = change.subject ?? this.#subjects.message(change.message);
        return message && { type: "message.changed", seq, id: message.id, read: message.read, tags: [...message.tags] };
      }
      case "removed":
        return { type: "message.removed", seq, ids: [...change.ids], reason: change.reason };
      case "cleared":
        return { type: "mailbox.cleared", seq };
      case "opened":
      case "closed": {
        const session = change.subject ?? this.#subjects.session(change.session);
        return session && { type: `session.${change.type}`, seq, session: session.summary() };
      }
    }
  }
}

/** Waits until all of these are settled, at most `time` milliseconds. */
async function settledWithin(promises: readonly Promise<unknown>[], time: number): Promise<void> {
  await Promise.race([Promise.allSettled(promises), setTimeoutPromise(time, undefined, { ref: false })]);
}
