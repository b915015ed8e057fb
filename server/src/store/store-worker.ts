import type { StoreChange } from "../mailbox/store.ts";
import type { LoadAnswer, OpenAnswer, StoreReopened, StoreWorkerData } from "./worker-protocol.ts";
import { WorkerThread } from "./worker-thread.ts";

/** The worker of a store. If its thread has ended unexpectedly, the next commit starts another one. */
export class StoreWorker {
  readonly #entry: URL;
  readonly #data: StoreWorkerData;
  readonly #onReopened: (opened: StoreReopened["reopened"]) => void;
  /** Has the file open, unless it has ended. */
  #thread: WorkerThread | undefined;
  /** Of the newest commit. */
  #commitNumber = 0;

  /** @param onReopened called when the file was opened again: it may be another one, after a recovery */
  constructor(entry: URL, data: StoreWorkerData, onReopened: (opened: StoreReopened["reopened"]) => void) {
    this.#entry = entry;
    this.#data = data;
    this.#onReopened = onReopened;
  }

  /** @throws {StoreFileError} if the file cannot be used */
  async open(): Promise<OpenAnswer> {
    const answer = await this.#startThread(false);
    this.#commitNumber = answer.commitNumber;
    return answer;
  }

  async load(after: number): Promise<LoadAnswer> {
    return (await this.#openThread.request({ type: "load", after })) as LoadAnswer;
  }

  /**
   * Resolves once the changes are durable, also if the thread has ended before it could say so.
   *
   * @param buffers those of the sources; they are moved
   */
  async commit(changes: readonly StoreChange[], seq: number, buffers: readonly ArrayBuffer[]): Promise<void> {
    if (!this.#openThread.isRunning) await this.#reopen();
    const number = ++this.#commitNumber;
    const thread = this.#openThread;
    try {
      await thread.request({ type: "commit", changes, seq, number }, buffers);
    } catch (error) {
      if (thread.isRunning || (await this.#reopen()).commitNumber !== number) throw error;
    }
  }

  /** Starts another thread when the last one has ended, because its lock is released then. */
  async #reopen(): Promise<OpenAnswer> {
    await this.#openThread.end();
    const answer = await this.#startThread(true);
    this.#onReopened(answer);
    return answer;
  }

  /** Closes the file and ends the thread. */
  async close(): Promise<void> {
    await this.#thread?.request({ type: "close" }).catch(() => undefined);
    await this.#thread?.end();
  }

  get #openThread(): WorkerThread {
    if (this.#thread === undefined) throw new Error("The store is not open");
    return this.#thread;
  }

  /** @param isResumed whether another thread had the file open before */
  async #startThread(isResumed: boolean): Promise<OpenAnswer> {
    const thread = new WorkerThread(this.#entry, this.#data, this.#onReopened);
    try {
      const answer = (await thread.request({ type: "open", isResumed })) as OpenAnswer;
      this.#thread = thread;
      return answer;
    } catch (error) {
      await thread.end();
      throw error;
    }
  }
}
