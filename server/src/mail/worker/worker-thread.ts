import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { copyInSteps } from "../chunks.ts";
import type { JobSource } from "./job.ts";
import { JobError, type JobFailure } from "./job-error.ts";
import type { JobOutcome, JobRequest, WorkerMessage } from "./worker-protocol.ts";

export interface WorkerLimits {
  /**
   * JavaScript heap of the worker, in MiB. Code that fills it step by step is stopped there, and the job fails. One
   * allocation inside of V8 that passes it by more than 16 MiB (an array or string of that size) ends the process all the
   * same: jobs must bound their input so that none is that large.
   */
  readonly heapMiB: number;
  /** Milliseconds that one job may take. */
  readonly jobTimeoutMs: number;
}

/** A worker that ended before it was ready: another attempt would end the same way. */
export class WorkerStartError extends Error {
  override name = "WorkerStartError";
}

/** Bytes of sources that the worker keeps, besides the one of the current job. */
const MAX_CACHED_SOURCE_BYTES = 64 * 1024 * 1024;

/** Milliseconds for which bytes are copied before other work gets its turn. */
const COPY_SLICE_MS = 2;

/** One worker thread, which runs one job at a time. A job that fails by a limit ends the thread. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #jobTimeoutMs: number;
  readonly #ready = Promise.withResolvers<void>();
  /** Bytes of each source that the worker has, by id; the one used last comes last. */
  readonly #sources = new Map<string, number>();
  #isReady = false;
  #endReason: Error | undefined;
  #running: PromiseWithResolvers<JobOutcome> | undefined;

  /** @throws {Error} when Node refuses to create a thread */
  constructor(entry: URL, { heapMiB: memory, jobTimeoutMs: time }: WorkerLimits) {
    this.#jobTimeoutMs = time;
    this.#worker = new Worker(entry, {
      name: "mailglass-mail",
      // Jobs depend on nothing but their message: neither on variables nor on what the process preloads.
      env: {},
      execArgv: entry.pathname.endsWith(".ts") ? ["--conditions=source"] : [],
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    this.#worker.unref();
    this.#worker.on("message", (message: WorkerMessage) => this.#onMessage(message));
    this.#worker.on("error", (error: unknown) => this.#onEnd(toJobFailure(error), error));
    this.#worker.on("exit", () => this.#onEnd("crashed"));
    // Whoever runs a job learns of it; without a job nobody has to.
    this.#ready.promise.catch(() => {});
  }

  get isEnded(): boolean {
    return this.#endReason !== undefined;
  }

  /**
   * Runs a job. To be called again only after the promise has settled.
   *
   * @throws {WorkerStartError} when the thread never became ready
   * @throws {JobError} when a limit was exceeded or the thread ended; what the job's code throws
   */
  async run(job: string, source: JobSource, params: unknown): Promise<JobOutcome> {
    await this.#ready.promise;
    const isKnown = this.#sources.has(source.id);
    const raw = isKnown ? undefined : await copyToSharedMemory(source);
    if (this.#endReason !== undefined) throw this.#endReason;
    const request: JobRequest = {
      job,
      params,
      sourceId: source.id,
      source: raw && { raw, envelope: source.envelope },
      dropped: this.#markSourceUsed(source),
    };
    const running = Promise.withResolvers<JobOutcome>();
    this.#running = running;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(request);
    const timer = setTimeout(() => this.end("too-slow"), this.#jobTimeoutMs);
    timer.unref();
    try {
      return await running.promise;
    } finally {
      clearTimeout(timer);
      this.#running = undefined;
    }
  }

  /** Ends the thread; the running job fails by `failure`. */
  end(failure: JobFailure): void {
    this.#onEnd(failure);
    void this.#worker.terminate();
  }

  #onMessage(message: WorkerMessage): void {
    if (message.type === "ready") {
      this.#isReady = true;
      this.#ready.resolve();
    } else if (message.type === "done") {
      this.#running?.resolve(message);
    } else {
      this.#running?.reject(message.error);
    }
  }

  #onEnd(failure: JobFailure, cause?: unknown): void {
    if (this.#endReason !== undefined) return;
    this.#endReason = new JobError(failure, { cause });
    this.#running?.reject(this.#endReason);
    if (!this.#isReady) {
      const isStartFailure = failure === "crashed" || failure === "out-of-memory";
      this.#ready.reject(isStartFailure ? new WorkerStartError("No worker thread starts", { cause }) : this.#endReason);
    }
  }

  /** Makes a source the one used last. Returns the ids of those that the worker is to drop. */
  #markSourceUsed(source: JobSource): string[] {
    this.#sources.delete(source.id);
    let total = [...this.#sources.values()].reduce((sum, bytes) => sum + bytes, 0);
    const dropped: string[] = [];
    for (const [id, bytes] of this.#sources) {
      if (total <= MAX_CACHED_SOURCE_BYTES) break;
      total -= bytes;
      this.#sources.delete(id);
      dropped.push(id);
    }
    this.#sources.set(source.id, source.size);
    return dropped;
  }
}

/** Shared memory, so that the worker need not copy the bytes again. */
async function copyToSharedMemory(source: JobSource): Promise<SharedArrayBuffer> {
  const copy = new SharedArrayBuffer(source.size);
  let end = performance.now() + COPY_SLICE_MS;
  for (const _ of copyInSteps(new Uint8Array(copy), source.chunks())) {
    if (performance.now() < end) continue;
    await setImmediate();
    end = performance.now() + COPY_SLICE_MS;
  }
  return copy;
}

const toJobFailure = (error: unknown): JobFailure =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "out-of-memory" : "crashed";
