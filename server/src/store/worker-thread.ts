import { Worker } from "node:worker_threads";
import { StoreFileError } from "./store-file-error.ts";
import type { StoreAnswer, StoreReopened, StoreRequest, StoreWorkerData } from "./worker-protocol.ts";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread of a store, and the requests that it has not answered. They are rejected when it ends. */
export class WorkerThread {
  readonly #thread: Worker;
  /** Oldest first. They are answered in order. */
  #waiting: Waiting[] = [];
  /** Why it has ended. */
  #failure: Error | undefined;

  /** @param onReopened called when the thread has opened the file again by itself */
  constructor(entry: URL, data: StoreWorkerData, onReopened: (opened: StoreReopened["reopened"]) => void) {
    this.#thread = new Worker(entry, {
      workerData: data,
      // Node 22 warns that its SQLite is experimental.
      execArgv: [...process.execArgv, "--disable-warning=ExperimentalWarning"],
    });
    this.#thread.on("message", (answer: StoreAnswer | StoreReopened) => {
      if ("reopened" in answer) {
        onReopened(answer.reopened);
        return;
      }
      const waiting = this.#waiting.shift();
      if ("result" in answer) waiting?.resolve(answer.result);
      else waiting?.reject(toError(answer.failure));
    });
    this.#thread.on("error", (error) => this.#fail(error));
    this.#thread.on("exit", () => this.#fail(new Error("its worker thread has ended")));
  }

  /** False once it has ended, or has failed and is about to end. */
  get isRunning(): boolean {
    return this.#failure === undefined;
  }

  request(request: StoreRequest, buffers: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ resolve, reject });
    this.#thread.postMessage(request, buffers);
    return promise;
  }

  /** Ends it. Its locks and files are closed when this resolves. */
  async end(): Promise<void> {
    await this.#thread.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

const toError = ({ message, isFileError }: Extract<StoreAnswer, { failure: unknown }>["failure"]): Error =>
  isFileError ? new StoreFileError(message) : new Error(message);
