import { randomUUID } from "node:crypto";
import type { Job, JobSource } from "./job.ts";
import type { MailWorker } from "./mail-worker.ts";

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
    signal: AbortSignal,
  ): Promise<Result> {
    const source = createUploadSource(bytes);
    if (bytes.length <= job.maxDirectBytes || bytes.length > MAX_WORKER_BYTES) {
      const read = await job.load();
      return read(source.mail(), params, { isOnMainThread: true });
    }
    const running = this.#last.then(() => this.#worker.run(job, source, params, signal));
    this.#last = running.catch(() => {});
    return running;
  }
}

function createUploadSource(bytes: Buffer): JobSource {
  const envelope = {
    greeting: null,
    helo: "",
    from: { address: "", parameters: [] },
    to: [],
    peer: { address: "", port: null },
    tls: null,
    auth: null,
  };
  const mail = { raw: () => bytes, envelope };
  return { id: randomUUID(), isTransient: true, size: bytes.length, envelope, chunks: () => [bytes], mail: () => mail };
}
