import { performance } from "node:perf_hooks";
import type { MaybePromise } from "./maybe-promise.ts";

/*
 * Reads new messages for rows and searches while the server has nothing else to do, so that the first list and the first
 * search cost no more than later ones.
 *
 * Input: the number of each message that was added. Adding costs a push to an array.
 * Output: steps of reading (`PrepareStep`), in slices of the event loop's time. The messages that
 * came last are read first, since a list shows these.
 *
 * States:
 *   idle     Nothing is left to prepare; there is no timer.
 *   waiting  A timer runs. When it fires and a message has come since it was set, or the event loop was busy meanwhile, it
 *            is set again.
 *   reading  In slices, with a pause after each. It ends when a message comes, or when other work runs in a pause.
 *
 * Invariants:
 *   - No step runs while messages keep coming. Messages that are too many by then are left to whoever asks for them.
 *   - One step reads one message at most once; expensive messages are read by the worker, one at a time.
 *   - Memory is bounded: rows are prepared of the newest messages only, and numbers are kept of `MAX_PENDING`.
 */

/**
 * Reads some of what a search needs of the message with this number, and a row where `withRow` says so.
 *
 * @returns whether anything is left to read; false of a message that is gone
 */
export type PrepareStep = (seq: number, withRow: boolean) => MaybePromise<boolean>;

/** Milliseconds without a new message after which preparing begins, or begins again. */
const QUIET_MS = 15;
/** Part of that time which other work may take. */
const MAX_UTILIZATION = 0.5;
/** Milliseconds for which messages are read at a time. */
const SLICE_MS = 1.5;
/** Milliseconds between two slices, and those of them that other work may take. */
const PAUSE_MS = 1;
const MAX_OTHER_WORK_MS = 1;
/** Messages that wait to be prepared; of more, the oldest are left out. */
const MAX_PENDING = 10_000;
/** Messages of which rows are prepared: the newest ones. */
const MAX_ROWS = 500;

export class IdlePreparation {
  readonly #prepare: PrepareStep;
  /** Numbers of messages, the newest last. */
  #pending: number[] = [];
  #newest = 0;
  #isActive = false;
  #isClosed = false;
  #hasNewMessage = false;
  #utilization = performance.eventLoopUtilization();

  constructor(prepare: PrepareStep) {
    this.#prepare = prepare;
  }

  onMessageAdded(seq: number): void {
    if (this.#isClosed) return;
    this.#pending.push(seq);
    this.#newest = seq;
    this.#hasNewMessage = true;
    if (this.#pending.length > 2 * MAX_PENDING) this.#pending = this.#pending.slice(-MAX_PENDING);
    if (!this.#isActive) this.#wait();
  }

  close(): void {
    this.#isClosed = true;
    this.#pending = [];
  }

  #wait(): void {
    this.#isActive = true;
    this.#hasNewMessage = false;
    this.#utilization = performance.eventLoopUtilization();
    setTimeout(this.#onQuiet, QUIET_MS).unref();
  }

  readonly #onQuiet = (): void => {
    const { utilization } = performance.eventLoopUtilization(this.#utilization);
    if (this.#hasNewMessage || utilization > MAX_UTILIZATION) this.#wait();
    else void this.#read();
  };

  /** Never rejects. */
  async #read(): Promise<void> {
    do await this.#readSlice();
    while (!this.#hasNewMessage && this.#pending.length > 0 && (await pause()) <= MAX_OTHER_WORK_MS);
    if (this.#isClosed || this.#pending.length === 0) this.#isActive = false;
    else this.#wait();
  }

  async #readSlice(): Promise<void> {
    const end = performance.now() + SLICE_MS;
    do {
      const seq = this.#pending.at(-1);
      if (seq === undefined) return;
      // A message may come while the worker reads an expensive one.
      if (!(await this.#prepareStep(seq)) && this.#pending.at(-1) === seq) this.#pending.pop();
    } while (performance.now() < end);
  }

  /** Whether anything is left to read of a message. One that cannot be read is left to whoever asks for it. */
  async #prepareStep(seq: number): Promise<boolean> {
    try {
      return await this.#prepare(seq, this.#newest - seq < MAX_ROWS);
    } catch {
      return false;
    }
  }
}

/** Lets other work have its turn. Resolves to the milliseconds that it took. */
async function pause(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = performance.eventLoopUtilization();
  setTimeout(resolve, PAUSE_MS).unref();
  await promise;
  return performance.eventLoopUtilization(before).active;
}
