import type { MessagePredicate, SearchableMessage } from "./compile-query.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";

/** One pending wait. */
export interface Waiter {
  readonly predicate: MessagePredicate;
  readonly recipient: string | undefined;
  readonly count: number;
  /** Messages above this `seq` are tested as they arrive; those below are searched in the ring. */
  readonly liveAfter: number;
  readonly matched: SearchableMessage[];
  /** True once the wait has ended. */
  isSettled: boolean;
  settle(how: "matched" | "timed-out" | "aborted"): void;
  /** Ends only this wait with an error, because its test threw. */
  fail(error: unknown): void;
}

/** Creates a waiter. It calls `resolve` or `reject` when the wait ends. */
export function createWaiter(
  properties: Pick<Waiter, "predicate" | "recipient" | "count" | "liveAfter">,
  resolve: (how: "matched" | "timed-out" | "aborted") => void,
  reject: (error: unknown) => void,
): Waiter {
  const waiter: Waiter = {
    ...properties,
    matched: [],
    isSettled: false,
    settle(how) {
      waiter.isSettled = true;
      resolve(how);
    },
    fail(error) {
      waiter.isSettled = true;
      reject(error);
    },
  };
  return waiter;
}

/** Tests a new message. Returns whether the wait ended; a large message may end it later, after it was read. */
export function offerLiveMessage(waiter: Waiter, message: SearchableMessage): boolean {
  if (message.seq <= waiter.liveAfter || waiter.isSettled) return false;
  void offerMessage(waiter, message);
  return waiter.isSettled;
}

/** Tests a message, and adds it if it matches. An error of the test ends the wait. */
export function offerMessage(waiter: Waiter, message: SearchableMessage): MaybePromise<void> {
  if (waiter.isSettled) return undefined;
  const fail = (error: unknown) => waiter.fail(error);
  try {
    const offered = whenReady(waiter.predicate(message), (matches) => {
      // Other matches may have been found while a large message was read.
      if (!matches || waiter.isSettled) return;
      waiter.matched.push(message.pin());
      if (waiter.matched.length >= waiter.count) waiter.settle("matched");
    });
    return offered instanceof Promise ? offered.catch(fail) : offered;
  } catch (error) {
    return fail(error);
  }
}
