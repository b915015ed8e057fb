import type { SessionSummary } from "@mailglass/shared";
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
}

/** Messages that are looked at for near misses: the newest so many. */
const NEAR_MISS_RANGE = 200;
const MAX_NEAR_MISSES = 5;
const MAX_FAILED_SESSIONS = 5;

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
}

/**
 * Those who wait for messages. Most wait for a recipient of their own, so waiters are found by recipient, and a message
 * is tested only against its own ones and those who wait for something else.
 */
export class Waiters<Message extends Searchable> {
  readonly #around: WaiterSurroundings<Message>;
  readonly #byRecipient = new Map<string, Set<Waiter>>();
  readonly #others = new Set<Waiter>();
  #count = 0;
  /** Messages that came since waiters were last looked through. */
  #fresh: Message[] = [];

  constructor(around: WaiterSurroundings<Message>) {
    this.#around = around;
  }

  get count(): number {
    return this.#count;
  }

  /** Looked at once this turn's input is done, to keep the tests off the way of the mail. */
  added(message: Message): void {
    if (this.#count === 0) return;
    this.#fresh.push(message.lend());
    if (this.#fresh.length === 1) setImmediate(this.#examineFresh);
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
    const { promise, resolve } = Promise.withResolvers<"matched" | "timed-out" | "aborted">();
    const waiter = createWaiter(
      { test: compileQuery(query), recipient: recipientOf(query), count, liveAfter },
      resolve,
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
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      this.#remove(waiter);
    }
  }

  /** Ends all waits. */
  close(): void {
    for (const waiter of [...this.#others, ...[...this.#byRecipient.values()].flatMap((some) => [...some])]) {
      waiter.settle("aborted");
    }
  }

  readonly #examineFresh = (): void => {
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const message of fresh) {
      if (this.#count === 0) return;
      for (const waiter of this.#others) void offerLive(waiter, message);
      if (this.#byRecipient.size === 0) continue;
      void whenReady(message.searchIndex(), ({ to }) => {
        for (const recipient of new Set(to.split("\n"))) {
          for (const waiter of this.#byRecipient.get(recipient) ?? []) void offerLive(waiter, message);
        }
      });
    }
  };

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
): Waiter {
  const waiter: Waiter = {
    ...what,
    matched: [],
    settled: false,
    settle(how) {
      waiter.settled = true;
      resolve(how);
    },
  };
  return waiter;
}

function offerLive(waiter: Waiter, message: Searchable): Eventually<void> {
  return message.seq > waiter.liveAfter ? offer(waiter, message) : undefined;
}

function offer(waiter: Waiter, message: Searchable): Eventually<void> {
  if (waiter.settled) return undefined;
  return whenReady(waiter.test(message), (holds) => {
    // Others may have been found while a large message was read.
    if (!holds || waiter.settled) return;
    waiter.matched.push(message.lend());
    if (waiter.matched.length >= waiter.count) waiter.settle("matched");
  });
}
