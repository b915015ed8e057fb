import type { Job, JobSource } from "../mail/worker/job.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { Lease } from "./message-bytes.ts";

/** Runs jobs: the worker thread. */
export interface JobRunner {
  run<Params, Result>(job: Job<Params, Result>, source: JobSource, params: Params): Promise<Result>;
}

/**
 * Reads large messages one at a time. A search or a list of hundreds of them must not fill the queue of the worker,
 * because messages that a user opens wait in the same queue.
 */
export class LargeMessageQueue {
  readonly #runner: JobRunner;
  #last: Promise<unknown> = Promise.resolve();

  constructor(runner: JobRunner) {
    this.#runner = runner;
  }

  /**
   * Runs a job. The result is `fallback` if the job fails, for example because it takes too long.
   *
   * @param lease called before the job starts; returns undefined if the message is gone
   */
  run<Params, Result, Fallback>(
    job: Job<Params, Result>,
    lease: () => MaybePromise<Lease | undefined>,
    params: Params,
    fallback: Fallback,
  ): Promise<Result | Fallback> {
    const result = this.#last.then(async (): Promise<Result | Fallback> => {
      const source = await lease();
      if (source === undefined) return fallback;
      try {
        return await this.#runner.run(job, source, params);
      } catch {
        return fallback;
      } finally {
        source.release();
      }
    });
    this.#last = result;
    return result;
  }
}

/** Runs jobs on the main thread, for a mailbox without a worker. */
export const mainThreadRunner: JobRunner = {
  async run(job, source, params) {
    const run = await job.load();
    return run(source.mail(), params, { isOnMainThread: true });
  },
};
