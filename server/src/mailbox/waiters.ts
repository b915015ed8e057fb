import type { SessionSummary } from "@mailglass/shared";
import type { OnEventError } from "./change-log.ts";
import { type Eventually, whenReady } from "./eventually.ts";
import type { NearMiss, WaitCriteria, WaitOutcome } from "./mailbox.ts";
import { compileCriteria, compileQuery, recipientOf, type Searchable, type Test } from "./match.ts";
import type { Ring } from "./ring.ts";
import type { Walker } from "./walk.ts";

/** What waiters need to know of the mailbox. */
export interface WaiterSurroundings<Message extends Searchable> {
  readonly ring: Ring<Message>;
  readonly walker: Walker;
  /** Messages that ever came. */
  received(): number;
  /** The number of the newest change. */
  seq(): number;
  failedSessions(since: number, limit: number): SessionSummary[];
  readonly onError: OnEventError;
}

/** Messages that are looked at for near misses: the newest so many. */
const NEAR_MISS_RANGE = 200;
const MAX_NEAR_MISSES = 5;
const MAX_FAILED_SESSIONS = 5;

/** Milliseconds that tests of new messages may hold the event loop at a time. */
const SLICE = 2;
/** Waits that end in one turn of the event loop: each ends in an answer to a client, which is built in the same turn. */
const ENDS_PER_TURN = 16;
/** Bytes of new messages that are kept for the tests even when the ring drops them meanwhile. */
const MAX_FRESH_BYTES = 32 * 1024 * 1024;

interface Waiter {
  readonly test: Test;
  readonly recipient: string | undefined;
  readonly count: number;
  /** Messages above this `seq` come live; those below are looked up in the ring. */
  readonly liveAfter: number;
  readonly matched: Searchable[];
  /** True once it was answered. */
  settled: boolean;
  settle(how: "matched" | "timed-out" | "aborted"): void;
  /** Ends this wait, and no other, with an error: its test threw. */
  fail(error: unknown): void;
}

/** A new message that is kept until it was tested, or only its number, by which the ring has it while it is there. */
type Fresh<Message> = Message | number;

/**
 * Those who wait for messages. Most wait for a recipient of their own, so waiters are found by recipient, and a message
 * is tested only against its own ones and those who wait for something else.
 */
export class Waiters<Message extends Searchable> {
  readonly #around: WaiterSurroundings<Message>;
  readonly #byRecipient = new Map<string, Set<Waiter>>();
  readonly #others = new Set<Waiter>();
  #count = 0;
  /** New messages that were not tested yet, oldest first. */
  #fresh: Fresh<Message>[] = [];
  #freshBytes = 0;
  /** The tests of new messages, while there are any to do; a step each. */
  #testing: Iterator<unknown> | undefined;

  constructor(around: WaiterSurroundings<Message>) {
    this.#around = around;
  }

  get count(): number {
    return this.#count;
  }

  /** Tests run after the input of this turn, in slices, so that mail does not wait for them. */
  added(message: Message): void {
    if (this.#count === 0) return;
    if (this.#freshBytes + message.size <= MAX_FRESH_BYTES) {
      this.#freshBytes += message.size;
      this.#fresh.push(message.lend());
    } else this.#fresh.push(message.seq);
    if (this.#testing !== undefined) return;
    this.#testing = this.#testFresh();
    setImmediate(this.#runTests);
  }

  async wait(
    { query, count, since }: WaitCriteria,
    { timeout, signal }: { timeout: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    if (signal?.aborted) return { type: "aborted" };
    const { ring, walker } = this.#around;
    const liveAfter = this.#around.seq();
    const receivedBefore = this.#around.received();
    const storedBefore = ring.countAfter(since);
    const { promise, resolve, reject } = Promise.withResolvers<"matched" | "timed-out" | "aborted">();
    // A test may fail while the ring is still being searched, before anything awaits the promise.
    promise.catch(() => {});
    const waiter = createWaiter(
      { test: compileQuery(query), recipient: recipientOf(query), count, liveAfter },
      resolve,
      reject,
    );
    const timer = setTimeout(() => waiter.settle("timed-out"), timeout);
    const abort = () => waiter.settle("aborted");
    signal?.addEventListener("abort", abort);
    this.#insert(waiter);
    try {
      // Live from here on; what was there before is looked through now, so nothing falls between.
      const visit = (message: Message) =>
        waiter.settled ? false : whenReady(offer(waiter, message), () => !waiter.settled);
      await walker.walk(ring, { after: since, before: liveAfter + 1, visit });
      const how = await promise;
      if (how === "aborted") return { type: "aborted" };
      const messages = waiter.matched.toSorted((a, b) => a.seq - b.seq);
      if (how === "matched") return { type: "matched", messages };
      return {
        type: "timed-out",
        messages,
        seen: storedBefore + this.#around.received() - receivedBefore,
        nearMisses: await this.#nearMisses({ query, count, since }),
        failedSessions: this.#around.failedSessions(since, MAX_FAILED_SESSIONS),
      };
    } finally {
      this.#remove(waiter);
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends all waits. */
  close(): void {
    for (const waiter of [...this.#others, ...[...this.#byRecipient.values()].flatMap((some) => [...some])]) {
      waiter.settle("aborted");
    }
  }

  readonly #runTests = (): void => {
    const end = performance.now() + SLICE;
    let ended = 0;
    while (performance.now() < end && ended < ENDS_PER_TURN) {
      const step = this.#testing?.next();
      if (step === undefined || step.done) {
        this.#testing = undefined;
        return;
      }
      if (step.value === true) ended++;
    }
    setImmediate(this.#runTests);
  };

  /** Tests new messages against waiters; after each test yields whether a wait ended. */
  *#testFresh(): Generator<boolean> {
    while (this.#fresh.length > 0) {
      const fresh = this.#fresh;
      this.#fresh = [];
      this.#freshBytes = 0;
      for (const item of fresh) {
        const message = typeof item === "number" ? this.#around.ring.at(item)?.lend() : item;
        if (message === undefined || this.#count === 0) yield false;
        else yield* this.#testMessage(message);
      }
    }
  }

  *#testMessage(message: Message): Generator<boolean> {
    for (const waiter of this.#others) yield offerLive(waiter, message);
    if (this.#byRecipient.size === 0) return;
    const recipients = this.#recipientsOf(message);
    // A large message is read first; the tests of others do not wait for it.
    if (recipients instanceof Promise) {
      void recipients.then((known) => {
        for (const waiter of this.#waitersFor(known)) offerLive(waiter, message);
        return undefined;
      });
      return;
    }
    for (const waiter of this.#waitersFor(recipients)) yield offerLive(waiter, message);
  }

  #waitersFor(recipients: ReadonlySet<string>): Waiter[] {
    return [...recipients].flatMap((recipient) => [...(this.#byRecipient.get(recipient) ?? [])]);
  }

  #recipientsOf(message: Message): Eventually<ReadonlySet<string>> {
    const fail = (error: unknown) => {
      this.#around.onError("The recipients of a message could not be read for those that wait for it.", error);
      return new Set<string>();
    };
    try {
      const recipients = whenReady(message.searchIndex(), ({ to }) => new Set(to.split("\n")));
      return recipients instanceof Promise ? recipients.catch(fail) : recipients;
    } catch (error) {
      return fail(error);
    }
  }

  #insert(waiter: Waiter): void {
    this.#count++;
    if (waiter.recipient === undefined) {
      this.#others.add(waiter);
      return;
    }
    const known = this.#byRecipient.get(waiter.recipient);
    if (known === undefined) this.#byRecipient.set(waiter.recipient, new Set([waiter]));
    else known.add(waiter);
  }

  #remove(waiter: Waiter): void {
    this.#count--;
    this.#others.delete(waiter);
    if (waiter.recipient === undefined) return;
    const known = this.#byRecipient.get(waiter.recipient);
    known?.delete(waiter);
    if (known?.size === 0) this.#byRecipient.delete(waiter.recipient);
  }

  /** The newest messages that failed the fewest criteria. */
  async #nearMisses({ query, since }: WaitCriteria): Promise<NearMiss[]> {
    const criteria = compileCriteria(query);
    const misses: { readonly message: Message; readonly failed: string[] }[] = [];
    let looked = 0;
    const visit = async (message: Message) => {
      const failed: string[] = [];
      for (const { text, test } of criteria) if (!(await test(message))) failed.push(text);
      if (failed.length > 0) misses.push({ message, failed });
      return ++looked < NEAR_MISS_RANGE;
    };
    const { ring, walker } = this.#around;
    await walker.walk(ring, { after: since, before: Number.POSITIVE_INFINITY, visit });
    return misses
      .filter(({ message }) => ring.at(message.seq) !== undefined)
      .toSorted((a, b) => a.failed.length - b.failed.length)
      .slice(0, MAX_NEAR_MISSES)
      .map(({ message, failed }) => ({ message: message.lend(), failed }));
  }
}

function createWaiter(
  what: Pick<Waiter, "test" | "recipient" | "count" | "liveAfter">,
  resolve: (how: "matched" | "timed-out" | "aborted") => void,
  reject: (error: unknown) => void,
): Waiter {
  const waiter: Waiter = {
    ...what,
    matched: [],
    settled: false,
    settle(how) {
      waiter.settled = true;
      resolve(how);
    },
    fail(error) {
      waiter.settled = true;
      reject(error);
    },
  };
  return waiter;
}

/** @returns whether the wait ended; a large message may still end it once it was read */
function offerLive(waiter: Waiter, message: Searchable): boolean {
  if (message.seq <= waiter.liveAfter || waiter.settled) return false;
  void offer(waiter, message);
  return waiter.settled;
}

function offer(waiter: Waiter, message: Searchable): Eventually<void> {
  if (waiter.settled) return undefined;
  const fail = (error: unknown) => waiter.fail(error);
  try {
    const offered = whenReady(waiter.test(message), (holds) => {
      // Others may have been found while a large message was read.
      if (!holds || waiter.settled) return;
      waiter.matched.push(message.lend());
      if (waiter.matched.length >= waiter.count) waiter.settle("matched");
    });
    return offered instanceof Promise ? offered.catch(fail) : offered;
  } catch (error) {
    return fail(error);
  }
}
