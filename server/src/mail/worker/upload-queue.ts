import { EMPTY_ENVELOPE } from "../empty-envelope.ts";
import type { Job } from "./job.ts";
import type { MailWorker } from "./mail-worker.ts";
import { createTransientSource } from "./transient-source.ts";

/** Maximum size of a body that the worker turns into a message, in bytes. A larger one might not fit into the worker's heap. */
const MAX_WORKER_BYTES = 96 * 1024 * 1024;

/**
 * Runs jobs on request bodies, one at a time: many concurrent uploads would fill the queue of the worker, and requests to read
 * messages would be refused.
 */
export class UploadQueue {
  readonly #worker: MailWorker;
  #last: Promise<unknown> = Promise.resolve();

  constructor(worker: MailWorker) {
    this.#worker = worker;
  }

  /** Reads a body; a small one directly, on the main thread. @throws like `MailWorker.run` */
  async run<Params, Result>(
    job: Job<Params, Result>,
    bytes: Buffer,
    params: Params,
    signal?: AbortSignal,
  ): Promise<Result> {
    const source = createTransientSource([bytes], bytes.length, { envelope: EMPTY_ENVELOPE });
    if (bytes.length <= job.maxDirectBytes || bytes.length > MAX_WORKER_BYTES) {
      const read = await job.load();
      return read(source.mail(), params, { isOnMainThread: true });
    }
    const running = this.#last.then(() => this.#worker.run(job, source, params, signal));
    this.#last = running.catch(() => {});
    return running;
  }
}
