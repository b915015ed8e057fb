import { performance } from "node:perf_hooks";
import type { MaybePromise } from "./maybe-promise.ts";

/*
 * Reads new messages for rows and searches while the server is idle, so that the first list and the first search are as fast
 * as later ones.
 *
 * Input: the number of each added message. Adding costs a push to a few arrays.
 * Output: steps of reading (`PrepareStep`), in time slices. `STAGES` is their order: what a user sees first is read first, and
 * within a stage the newest message.
 *
 * States:
 *   idle     Nothing is left to prepare; there is no timer.
 *   waiting  A timer runs. If a message has arrived or the event loop was busy when it fires, it is set again.
 *   reading  Messages are read in slices, with a pause after each. Reading stops when a message arrives, or when other work
 *            runs in a pause.
 *
 * Invariants:
 *   - No step runs while messages keep arriving. Messages beyond the limit of a stage are read when they are first requested.
 *   - One step reads one message at most once; expensive messages are read by the worker, one at a time.
 *   - Memory is bounded: each stage keeps at most twice its limit of numbers.
 */

/** What is read of a message: its row, what searches need of its header, what they need of its text. */
export type PreparedPart = "row" | "header" | "text";

/** Reads a part of the message with this number, unless it was read before or the message is gone. */
export type PrepareStep = (seq: number, part: PreparedPart) => MaybePromise<unknown>;

/** The order of reading, and for how many of the newest messages. */
const STAGES = [
  // The first page of a list.
  { part: "row", newest: 50 },
  { part: "header", newest: 10_000 },
  { part: "row", newest: 500 },
  { part: "text", newest: 10_000 },
] as const;

/** Time without a new message after which preparation starts or restarts, in ms. */
const QUIET_MS = 15;
/** Share of that time that other work may take. */
const MAX_UTILIZATION = 0.5;
/** How long messages are read per slice, in ms. */
const SLICE_MS = 1.5;
/** Pause between two slices, and how much of it other work may take, in ms. */
const PAUSE_MS = 1;
const MAX_OTHER_WORK_MS = 1;
export class IdlePreparation {
  readonly #prepare: PrepareStep;
  readonly #load: () => Promise<void>;
  readonly #stages = STAGES.map(({ part, newest }) => ({ part, pending: new NewestNumbers(newest) }));
  #isActive = false;
  #isClosed = false;
  #hasNewMessage = false;
  #utilization = performance.eventLoopUtilization();

  /** @param load loads the code of the steps, in turns of its own */
  constructor(prepare: PrepareStep, load: () => Promise<void> = async () => {}) {
    this.#prepare = prepare;
    this.#load = load;
  }

  onMessageAdded(seq: number): void {
    if (this.#isClosed) return;
    for (const { pending } of this.#stages) pending.push(seq);
    this.#hasNewMessage = true;
    if (!this.#isActive) this.#wait();
  }

  close(): void {
    this.#isClosed = true;
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
    await this.#load();
    let isDone = false;
    do isDone = await this.#readSlice();
    while (!isDone && !this.#hasNewMessage && (await pause()) <= MAX_OTHER_WORK_MS);
    if (isDone && !this.#hasNewMessage) this.#isActive = false;
    else this.#wait();
  }

  /** Returns whether nothing is left. */
  async #readSlice(): Promise<boolean> {
    const end = performance.now() + SLICE_MS;
    do {
      const stage = this.#stages.find(({ pending }) => !pending.isEmpty);
      if (stage === undefined || this.#isClosed) return true;
      await this.#readPart(stage.pending.pop(), stage.part);
    } while (performance.now() < end);
    return false;
  }

  /** If it fails, a later request reports the error. */
  async #readPart(seq: number, part: PreparedPart): Promise<void> {
    try {
      await this.#prepare(seq, part);
    } catch {}
  }
}

/** The newest numbers that were pushed. */
class NewestNumbers {
  readonly #limit: number;
  #numbers: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#numbers.length === 0;
  }

  push(number: number): void {
    this.#numbers.push(number);
    if (this.#numbers.length > 2 * this.#limit) this.#dropOldest();
  }

  /** Returns the newest, and removes it. */
  pop(): number {
    if (this.#numbers.length > this.#limit) this.#dropOldest();
    const newest = this.#numbers.pop();
    if (newest === undefined) throw new Error("No number is left");
    return newest;
  }

  #dropOldest(): void {
    this.#numbers = this.#numbers.slice(-this.#limit);
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
