import type { Job, JobSource } from "./job.ts";
import { JobError } from "./job-error.ts";
import { ResultCache } from "./result-cache.ts";
import { estimateBytes } from "./result-size.ts";
import type { JobOutcome } from "./worker-protocol.ts";
import { type WorkerLimits, WorkerStartError, WorkerThread } from "./worker-thread.ts";

/*
 * Work on a message that can take longer than 20 ms is a job: a named function of the message and its parameters, run in
 * one worker thread. This file is the main thread's side.
 *
 * - A job on a small message runs directly, on the main thread (`maxDirectBytes` of the job).
 * - All others wait in one queue and run one at a time. Identical jobs run once for all waiting callers. Results are cached, so
 *   that opening a message again costs nothing.
 * - The first job starts the thread. The thread ends after a while without jobs, and the results are dropped. It never keeps the
 *   process alive.
 * - A job that exceeds its time or memory limit ends the thread. Only that job fails; the next one starts another thread.
 * - If no thread can be started, jobs run on the main thread. This is logged once.
 *
 * To add a job, define a `Job` next to the code that needs it, and add a row to the `worker-jobs.ts` of its folder.
 */

export interface MailWorkerOptions {
  /** The file that the thread runs. It calls `serveJobs`. */
  readonly entry: URL;
  /** Called once if no thread can be started. */
  readonly onUnavailable: (error: unknown) => void;
  /** Called before each job of the thread with the size of the message in bytes; it may call `dropCaches`. */
  readonly beforeJob?: ((sourceBytes: number) => void) | undefined;
  /** By default 512 MiB of heap, and 10 seconds per job. */
  readonly limits?: Partial<WorkerLimits>;
  /** Time without a job after which the thread ends, in ms; one minute by default. */
  readonly idleTimeMs?: number;
}

const DEFAULT_LIMITS: WorkerLimits = { heapMiB: 512, jobTimeoutMs: 10_000 };
const DEFAULT_IDLE_TIME_MS = 60_000;

/** Maximum bytes of cached results, and their ratio to the heap of the thread. */
const MAX_CACHED_RESULT_BYTES = 32 * 1024 ** 2;
const CACHED_RESULT_SHARE = 1 / 4;

/** Maximum number of recipients of a message whose jobs may run directly. */
const MAX_DIRECT_RECIPIENTS = 100;

/** Maximum number of waiting jobs. Each keeps a message in memory. */
const MAX_QUEUED_JOBS = 100;

interface JobTask {
  readonly key: string;
  readonly job: Job<never, unknown>;
  readonly source: JobSource;
  readonly params: unknown;
  readonly finished: PromiseWithResolvers<unknown>;
  /** Number of callers that wait for it. */
  callers: number;
}

export class MailWorker {
  readonly #options: MailWorkerOptions;
  readonly #limits: WorkerLimits;
  readonly #queue: JobTask[] = [];
  /** Queued and running tasks, by key. */
  readonly #tasks = new Map<string, JobTask>();
  readonly #results: ResultCache;
  #thread: WorkerThread | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isUnavailable = false;
  #endsAfterJob = false;
  #isClosed = false;

  constructor(options: MailWorkerOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#results = new ResultCache(
      Math.min(MAX_CACHED_RESULT_BYTES, this.#limits.heapMiB * 1024 ** 2 * CACHED_RESULT_SHARE),
    );
  }

  /**
   * Runs a job on a message. The result may be shared with other callers: it must not be changed.
   *
   * @param signal stops waiting for the result; a job without waiting callers that has not started is removed
   * @throws {JobError} if there is no result; also rethrows the errors of the job's code
   */
  async run<Params, Result>(
    job: Job<Params, Result>,
    source: JobSource,
    params: Params,
    signal?: AbortSignal,
  ): Promise<Result> {
    if (this.#isClosed) throw new JobError("closed");
    const isSmall = source.size <= job.maxDirectBytes && source.envelope.to.length <= MAX_DIRECT_RECIPIENTS;
    if (isSmall) return runOnMainThread(job, source, params);
    const key = `${job.name} ${source.id} ${JSON.stringify(params)}`;
    const cached = this.#results.get(key);
    // The key contains the job's name, so the result is of this job.
    if (cached !== undefined) return cached.result as Result;
    return (await this.#wait(this.#tasks.get(key) ?? this.#enqueue(key, job, source, params), signal)) as Result;
  }

  /** Releases memory: drops the results, and ends the thread once it has no job. The next job starts another. */
  dropCaches(): void {
    if (this.#isRunning) this.#endsAfterJob = true;
    else this.#dropResultsAndThread();
  }

  /** Ends the thread. All waiting and running jobs fail as closed. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    for (const task of this.#queue.splice(0)) this.#finish(task, () => task.finished.reject(new JobError("closed")));
    this.#endThread();
  }

  #enqueue<Params, Result>(key: string, job: Job<Params, Result>, source: JobSource, params: Params): JobTask {
    if (this.#queue.length >= MAX_QUEUED_JOBS) throw new JobError("busy");
    const task: JobTask = { key, job, source, params, finished: Promise.withResolvers(), callers: 0 };
    // Each caller handles its own failure. There may be no caller left.
    task.finished.promise.catch(() => {});
    this.#tasks.set(key, task);
    this.#queue.push(task);
    return task;
  }

  async #wait(task: JobTask, signal: AbortSignal | undefined): Promise<unknown> {
    task.callers++;
    void this.#runQueue();
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(new JobError("aborted"));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await Promise.race([task.finished.promise, aborted.promise]);
    } finally {
      signal?.removeEventListener("abort", abort);
      task.callers--;
      if (task.callers === 0) this.#removeIfQueued(task);
    }
  }

  /** Removes a task that still waits. */
  #removeIfQueued(task: JobTask): void {
    const index = this.#queue.indexOf(task);
    if (index < 0) return;
    this.#queue.splice(index, 1);
    this.#finish(task, () => task.finished.reject(new JobError("aborted")));
  }

  async #runQueue(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    clearTimeout(this.#idleTimer);
    for (let task = this.#queue.shift(); task !== undefined; task = this.#queue.shift()) {
      this.#options.beforeJob?.(task.source.size);
      if (this.#endsAfterJob) this.#dropResultsAndThread();
      await this.#runTask(task);
    }
    if (this.#endsAfterJob) this.#dropResultsAndThread();
    this.#isRunning = false;
    if (this.#isClosed) return;
    this.#idleTimer = setTimeout(() => this.#dropResultsAndThread(), this.#options.idleTimeMs ?? DEFAULT_IDLE_TIME_MS);
    this.#idleTimer.unref();
  }

  async #runTask(task: JobTask): Promise<void> {
    try {
      const outcome = await this.#execute(task);
      if (task.source.isTransient !== true) this.#results.add(task.key, outcome);
      this.#finish(task, () => task.finished.resolve(outcome.result));
    } catch (error) {
      this.#finish(task, () => task.finished.reject(error));
    }
  }

  #finish(task: JobTask, settle: () => void): void {
    this.#tasks.delete(task.key);
    settle();
  }

  async #execute({ job, source, params }: JobTask): Promise<JobOutcome> {
    try {
      if (!this.#isUnavailable) return await this.#ensureThread().run(job.name, source, params);
    } catch (error) {
      if (!(error instanceof WorkerStartError)) throw error;
      this.#isUnavailable = true;
      this.#options.onUnavailable(error.cause);
    }
    const result = await runOnMainThread(job, source, params as never);
    return { result, bytes: estimateBytes(result) };
  }

  /** @throws {WorkerStartError} if Node cannot create a thread */
  #ensureThread(): WorkerThread {
    if (this.#thread !== undefined && !this.#thread.isEnded) return this.#thread;
    try {
      this.#thread = new WorkerThread(this.#options.entry, this.#limits);
    } catch (cause) {
      throw new WorkerStartError("No worker thread can be created", { cause });
    }
    return this.#thread;
  }

  #dropResultsAndThread(): void {
    this.#endsAfterJob = false;
    this.#results.clear();
    this.#endThread();
  }

  #endThread(): void {
    this.#thread?.end("closed");
    this.#thread = undefined;
  }
}

async function runOnMainThread<Params, Result>(
  job: Job<Params, Result>,
  source: JobSource,
  params: Params,
): Promise<Result> {
  const run = await job.load();
  return run(source.mail(), params, { isOnMainThread: true });
}
