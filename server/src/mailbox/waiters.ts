import type { SessionSummary } from "@mailglass/shared";
import { compileQuery, requiredRecipient, type SearchableMessage } from "./compile-query.ts";
import type { CooperativeScan } from "./cooperative-scan.ts";
import type { OnEventError } from "./event-delivery.ts";
import type { WaitCriteria, WaitOutcome } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import { findNearMisses } from "./near-misses.ts";
import type { Ring } from "./ring.ts";
import { createWaiter, offerLiveMessage, offerMessage, type Waiter } from "./waiter.ts";

/** The mailbox as waiters need it. */
export interface WaiterContext<Message extends SearchableMessage> {
  readonly ring: Ring<Message>;
  readonly scan: CooperativeScan;
  /** Number of messages received since the start. */
  receivedCount(): number;
  /** Number of the newest change. */
  seq(): number;
  failedSessions(since: number, limit: number): SessionSummary[];
  readonly onError: OnEventError;
}

const MAX_FAILED_SESSIONS = 5;

/** How long tests of new messages may block the event loop at a time, in ms. */
const SLICE_MS = 2;
/** Maximum number of waits that end in one turn of the event loop, because the responses are built in the same turn. */
const MAX_ENDS_PER_TURN = 16;
/** Maximum bytes of new messages that are kept until they are tested, even if the ring evicts them. */
const MAX_UNTESTED_BYTES = 32 * 1024 * 1024;

/** A new message that is kept until it was tested, or only its number, by which the ring finds it if it still exists. */
type UntestedMessage<Message> = Message | number;

/**
 * The pending waits for messages. Most wait for one recipient, so waiters are indexed by recipient. A message is tested only
 * against the waiters for its recipients, and those that do not wait for a recipient.
 */
export class Waiters<Message extends SearchableMessage> {
  readonly #context: WaiterContext<Message>;
  readonly #byRecipient = new Map<string, Set<Waiter>>();
  readonly #withoutRecipient = new Set<Waiter>();
  #count = 0;
  /** Waits that have timed out and must still be ended, oldest first. */
  readonly #expired: Waiter[] = [];
  #failedSessions: { readonly seq: number; readonly since: number; readonly sessions: SessionSummary[] } | undefined;
  /** New messages that were not tested yet, oldest first. */
  #untested: UntestedMessage<Message>[] = [];
  #untestedBytes = 0;
  /** The pending tests of new messages, one per step. */
  #pendingTests: Iterator<unknown> | undefined;

  constructor(context: WaiterContext<Message>) {
    this.#context = context;
  }

  get count(): number {
    return this.#count;
  }

  /** Tests run after the input of this turn, in slices, so that they do not delay receiving. */
  onMessageAdded(message: Message): void {
    if (this.#count === 0) return;
    if (this.#untestedBytes + message.size <= MAX_UNTESTED_BYTES) {
      this.#untestedBytes += message.size;
      this.#untested.push(message.pin());
    } else this.#untested.push(message.seq);
    if (this.#pendingTests !== undefined) return;
    this.#pendingTests = this.#testUntested();
    setImmediate(this.#runTests);
  }

  async wait(
    { query, count, since }: WaitCriteria,
    { timeout, signal }: { timeout: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    if (signal?.aborted) return { type: "aborted" };
    const { ring, scan } = this.#context;
    const liveAfter = this.#context.seq();
    const receivedBefore = this.#context.receivedCount();
    const storedBefore = ring.countAfter(since);
    const { promise, resolve, reject } = Promise.withResolvers<"matched" | "timed-out" | "aborted">();
    // A test may throw while the ring is still being searched, before the promise is awaited.
    promise.catch(() => {});
    const waiter = createWaiter(
      { predicate: compileQuery(query), recipient: requiredRecipient(query), count, liveAfter },
      resolve,
      reject,
    );
    const timer = setTimeout(() => this.#expire(waiter), timeout);
    const abort = () => waiter.settle("aborted");
    signal?.addEventListener("abort", abort);
    this.#insert(waiter);
    try {
      // From here on, new messages are tested as they arrive. Earlier ones are searched now, so none is missed.
      const visit = (message: Message) => {
        if (waiter.isSettled) return false;
        // The message was already deleted when the wait began.
        if (message.restoredSeq > liveAfter) return true;
        return whenReady(offerMessage(waiter, message), () => !waiter.isSettled);
      };
      await scan.scan(ring, { after: since, before: liveAfter + 1, visit });
      const how = await promise;
      if (how === "aborted") return { type: "aborted" };
      const messages = waiter.matched.toSorted((a, b) => a.seq - b.seq);
      if (how === "matched") return { type: "matched", messages };
      return {
        type: "timed-out",
        messages,
        seen: storedBefore + this.#context.receivedCount() - receivedBefore,
        nearMisses: await findNearMisses(ring, scan, { query, count, since }),
        failedSessions: this.#findFailedSessions(since),
      };
    } finally {
      this.#remove(waiter);
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends all waits. */
  close(): void {
    for (const waiter of [...this.#withoutRecipient, ...[...this.#byRecipient.values()].flatMap((some) => [...some])]) {
      waiter.settle("aborted");
    }
  }

  /** Ends expired waits, a few per turn: many may expire at once, and each needs a response. */
  #expire(waiter: Waiter): void {
    this.#expired.push(waiter);
    if (this.#expired.length === 1) setImmediate(this.#endExpired);
  }

  readonly #endExpired = (): void => {
    for (const waiter of this.#expired.splice(0, MAX_ENDS_PER_TURN)) if (!waiter.isSettled) waiter.settle("timed-out");
    if (this.#expired.length > 0) setImmediate(this.#endExpired);
  };

  /** Cached for all waits that end before the mailbox changes. */
  #findFailedSessions(since: number): SessionSummary[] {
    const seq = this.#context.seq();
    if (this.#failedSessions?.seq !== seq || this.#failedSessions.since !== since)
      this.#failedSessions = { seq, since, sessions: this.#context.failedSessions(since, MAX_FAILED_SESSIONS) };
    return this.#failedSessions.sessions;
  }

  readonly #runTests = (): void => {
    const end = performance.now() + SLICE_MS;
    let ended = 0;
    while (performance.now() < end && ended < MAX_ENDS_PER_TURN) {
      const step = this.#pendingTests?.next();
      if (step === undefined || step.done) {
        this.#pendingTests = undefined;
        return;
      }
      if (step.value === true) ended++;
    }
    setImmediate(this.#runTests);
  };

  /** Tests new messages against waiters. Yields after each test whether a wait ended. */
  *#testUntested(): Generator<boolean> {
    while (this.#untested.length > 0) {
      const fresh = this.#untested;
      this.#untested = [];
      this.#untestedBytes = 0;
      for (const item of fresh) {
        const message = typeof item === "number" ? this.#context.ring.at(item)?.pin() : item;
        if (message === undefined || this.#count === 0) yield false;
        else yield* this.#testMessage(message);
      }
    }
  }

  *#testMessage(message: Message): Generator<boolean> {
    for (const waiter of this.#withoutRecipient) yield offerLiveMessage(waiter, message);
    if (this.#byRecipient.size === 0) return;
    const recipients = this.#readRecipients(message);
    // A large message has to be read first. The tests of other messages do not wait for it.
    if (recipients instanceof Promise) {
      void recipients.then((waiters) => {
        for (const waiter of this.#waitersFor(waiters)) offerLiveMessage(waiter, message);
        return undefined;
      });
      return;
    }
    for (const waiter of this.#waitersFor(recipients)) yield offerLiveMessage(waiter, message);
  }

  #waitersFor(recipients: ReadonlySet<string>): Waiter[] {
    return [...recipients].flatMap((recipient) => [...(this.#byRecipient.get(recipient) ?? [])]);
  }

  #readRecipients(message: Message): MaybePromise<ReadonlySet<string>> {
    const fail = (error: unknown) => {
      this.#context.onError("The recipients of a message could not be read for those that wait for it.", error);
      return new Set<string>();
    };
    try {
      const recipients = whenReady(message.headerIndex(), ({ to }) => new Set(to.split("\n")));
      return recipients instanceof Promise ? recipients.catch(fail) : recipients;
    } catch (error) {
      return fail(error);
    }
  }

  #insert(waiter: Waiter): void {
    this.#count++;
    if (waiter.recipient === undefined) {
      this.#withoutRecipient.add(waiter);
      return;
    }
    const waiters = this.#byRecipient.get(waiter.recipient);
    if (waiters === undefined) this.#byRecipient.set(waiter.recipient, new Set([waiter]));
    else waiters.add(waiter);
  }

  #remove(waiter: Waiter): void {
    this.#count--;
    this.#withoutRecipient.delete(waiter);
    if (waiter.recipient === undefined) return;
    const waiters = this.#byRecipient.get(waiter.recipient);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#byRecipient.delete(waiter.recipient);
  }
}
