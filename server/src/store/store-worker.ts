import { Worker } from "node:worker_threads";
import type { StoreChange } from "../mailbox/store.ts";
import { StoreFileError } from "./store-file-error.ts";
import type { LoadAnswer, OpenAnswer, StoreAnswer, StoreRequest, StoreWorkerData } from "./worker-protocol.ts";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The worker thread of a store. It is started again if it has ended unexpectedly. */
export class StoreWorker {
  readonly #entry: URL;
  readonly #data: StoreWorkerData;
  #thread: Worker | undefined;
  /** Requests without an answer, oldest first. */
  #waiting: Waiting[] = [];

  constructor(entry: URL, data: StoreWorkerData) {
    this.#entry = entry;
    this.#data = data;
  }

  /** @throws {StoreFileError} if the file cannot be used */
  async open(): Promise<OpenAnswer> {
    this.#start();
    return (await this.#request({ type: "open" })) as OpenAnswer;
  }

  async load(after: number): Promise<LoadAnswer> {
    return (await this.#request({ type: "load", after })) as LoadAnswer;
  }

  /** @param buffers those of the sources; they are moved */
  async commit(changes: readonly StoreChange[], seq: number, buffers: readonly ArrayBuffer[]): Promise<void> {
    if (this.#thread === undefined) await this.open();
    await this.#request({ type: "commit", changes, seq }, buffers);
  }

  /** Closes the file and ends the thread. */
  async close(): Promise<void> {
    if (this.#thread !== undefined) await this.#request({ type: "close" }).catch(() => undefined);
    await this.end();
  }

  async end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  #start(): void {
    const thread = new Worker(this.#entry, {
      workerData: this.#data,
      // Node 22 warns that its SQLite is experimental.
      execArgv: [...process.execArgv, "--disable-warning=ExperimentalWarning"],
    });
    this.#thread = thread;
    thread.on("message", (answer: StoreAnswer) => {
      const waiting = this.#waiting.shift();
      if ("result" in answer) waiting?.resolve(answer.result);
      else waiting?.reject(toError(answer.failure));
    });
    thread.on("error", (error) => this.#onEnded(thread, error));
    thread.on("exit", () => this.#onEnded(thread, new Error("its worker thread has ended")));
  }

  #request(request: StoreRequest, buffers: readonly ArrayBuffer[] = []): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ resolve, reject });
    this.#thread?.postMessage(request, buffers);
    return promise;
  }

  #onEnded(thread: Worker, error: unknown): void {
    if (this.#thread === thread) this.#thread = undefined;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}

const toError = ({ message, isFileError }: Extract<StoreAnswer, { failure: unknown }>["failure"]): Error =>
  isFileError ? new StoreFileError(message) : new Error(message);
