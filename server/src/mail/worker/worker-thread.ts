import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { runInSlices, TimeSlice } from "../../base/time-slice.ts";
import { copyInSteps } from "../chunks.ts";
import type { JobSource } from "./job.ts";
import { JobError, type JobFailure } from "./job-error.ts";
import type { JobOutcome, JobRequest, WorkerMessage } from "./worker-protocol.ts";

export interface WorkerLimits {
  /**
   * JavaScript heap limit of the worker, in MiB. Code that fills it step by step is stopped at the limit, and the job fails. But
   * a single allocation inside V8 that exceeds it by more than 16 MiB (an array or string of that size) ends the whole process:
   * jobs must bound their input so that this cannot happen.
   */
  readonly heapMiB: number;
  /** Time limit of one job, in ms. */
  readonly jobTimeoutMs: number;
}

/** The worker ended before it was ready. Another attempt would fail in the same way. */
export class WorkerStartError extends Error {
  override name = "WorkerStartError";
}

const MiB = 1024 ** 2;

/** Maximum bytes of sources that the worker keeps, in addition to that of the current job, and their ratio to its heap. */
const MAX_CACHED_SOURCE_BYTES = 64 * MiB;
const CACHED_SOURCE_SHARE = 1 / 4;

/** Heap of objects that were just created, in MiB, and its share of the limit: a small worker must not fill it with garbage. */
const MAX_YOUNG_HEAP_MIB = 48;
const YOUNG_HEAP_SHARE = 1 / 8;

/** How long bytes are copied before yielding to other work, in ms. */
const COPY_SLICE_MS = 2;

/** One worker thread, which runs one job at a time. A job that exceeds a limit ends the thread. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #jobTimeoutMs: number;
  readonly #maxCachedBytes: number;
  readonly #ready = Promise.withResolvers<void>();
  /** Size of each source that the worker has, in bytes, by id; the most recently used is last. */
  readonly #sources = new Map<string, number>();
  #isReady = false;
  #endReason: Error | undefined;
  #running: PromiseWithResolvers<JobOutcome> | undefined;

  /** @throws {Error} if Node cannot create a thread */
  constructor(entry: URL, { heapMiB: memory, jobTimeoutMs: time }: WorkerLimits) {
    this.#jobTimeoutMs = time;
    this.#maxCachedBytes = Math.min(MAX_CACHED_SOURCE_BYTES, memory * MiB * CACHED_SOURCE_SHARE);
    // The limit of the main thread's heap (`--max-old-space-size`) would replace that of the worker. The main thread keeps its own.
    setFlagsFromString("--max-old-space-size=0");
    this.#worker = new Worker(entry, {
      name: "mailglass-mail",
      // Jobs depend only on their message, not on environment variables or preloaded modules.
      env: {},
      execArgv: entry.pathname.endsWith(".ts") ? ["--conditions=source"] : [],
      resourceLimits: {
        maxOldGenerationSizeMb: memory,
        maxYoungGenerationSizeMb: Math.min(MAX_YOUNG_HEAP_MIB, memory * YOUNG_HEAP_SHARE),
      },
    });
    this.#worker.unref();
    this.#worker.on("message", (message: WorkerMessage) => this.#onMessage(message));
    this.#worker.on("error", (error: unknown) => this.#onEnd(toJobFailure(error), error));
    this.#worker.on("exit", () => this.#onEnd("crashed"));
    // The caller of a running job receives the error. Without a job, it does not matter.
    this.#ready.promise.catch(() => {});
  }

  get isEnded(): boolean {
    return this.#endReason !== undefined;
  }

  /**
   * Runs a job. Call it again only after the promise has settled.
   *
   * @throws {WorkerStartError} if the thread never became ready
   * @throws {JobError} if a limit was exceeded or the thread ended; also rethrows the errors of the job's code
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
      source: raw && { raw, envelope: source.envelope, deliveredAt: source.deliveredAt, dkimKeys: source.dkimKeys },
      isTransient: source.isTransient === true,
      dropped: source.isTransient === true ? [] : this.#markSourceUsed(source),
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

  /** Ends the thread. The running job fails with `failure`. */
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

  /** Marks a source as the most recently used. Returns the ids of the sources that the worker must drop. */
  #markSourceUsed(source: JobSource): string[] {
    this.#sources.delete(source.id);
    let total = [...this.#sources.values()].reduce((sum, bytes) => sum + bytes, 0);
    const dropped: string[] = [];
    for (const [id, bytes] of this.#sources) {
      if (total <= this.#maxCachedBytes) break;
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
  await runInSlices(copyInSteps(new Uint8Array(copy), source.chunks()), new TimeSlice(COPY_SLICE_MS));
  return copy;
}

const toJobFailure = (error: unknown): JobFailure =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "out-of-memory" : "crashed";
