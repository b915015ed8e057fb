import { performance } from "node:perf_hooks";
import type { MaybePromise } from "./maybe-promise.ts";

/*
 * Reads new messages for rows and searches while the server is idle, so that the first list and the first search are as fast
 * as later ones.
 *
 * Input: the number of each added message. Adding costs a push to an array.
 * Output: steps of reading (`PrepareStep`), in time slices. The newest messages are read first, because a list shows these.
 *
 * States:
 *   idle     Nothing is left to prepare; there is no timer.
 *   waiting  A timer runs. If a message has arrived or the event loop was busy when it fires, it is set again.
 *   reading  Messages are read in slices, with a pause after each. Reading stops when a message arrives, or when other work
 *            runs in a pause.
 *
 * Invariants:
 *   - No step runs while messages keep arriving. Messages beyond `MAX_PENDING` are read when they are first requested.
 *   - One step reads one message at most once; expensive messages are read by the worker, one at a time.
 *   - Memory is bounded: rows are prepared only for the newest messages, and at most `MAX_PENDING` numbers are kept.
 */

/**
 * Reads a part of the search data of the message with this number, and its row if `withRow` is true.
 *
 * @returns whether anything is left to read; false for a message that is gone
 */
export type PrepareStep = (seq: number, withRow: boolean) => MaybePromise<boolean>;

/** Time without a new message after which preparation starts or restarts, in ms. */
const QUIET_MS = 15;
/** Share of that time that other work may take. */
const MAX_UTILIZATION = 0.5;
/** How long messages are read per slice, in ms. */
const SLICE_MS = 1.5;
/** Pause between two slices, and how much of it other work may take, in ms. */
const PAUSE_MS = 1;
const MAX_OTHER_WORK_MS = 1;
/** Maximum number of messages waiting to be prepared. Beyond that, the oldest are skipped. */
const MAX_PENDING = 10_000;
/** Number of newest messages whose rows are prepared. */
const MAX_ROWS = 500;

export class IdlePreparation {
  readonly #prepare: PrepareStep;
  /** Numbers of messages, newest last. */
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
      // A message may arrive while the worker reads an expensive one.
      if (!(await this.#prepareStep(seq)) && this.#pending.at(-1) === seq) this.#pending.pop();
    } while (performance.now() < end);
  }

  /** Reads a part of a message. Returns whether anything is left to read; false if it fails: a later request reports the error. */
  async #prepareStep(seq: number): Promise<boolean> {
    try {
      return await this.#prepare(seq, this.#newest - seq < MAX_ROWS);
    } catch {
      return false;
    }
  }
}

/** Yields to other work. Resolves to the time that it took, in ms. */
async function pause(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = performance.eventLoopUtilization();
  setTimeout(resolve, PAUSE_MS).unref();
  await promise;
  return performance.eventLoopUtilization(before).active;
}
