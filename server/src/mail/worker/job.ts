import type { Chunks } from "../chunks.ts";
import type { Arrival, Mail } from "../mail.ts";

/** A message as jobs need it. Its bytes must stay readable until the job has ended. */
export interface JobSource extends Arrival {
  /** Unique among all messages of the process. The same id always means the same bytes. */
  readonly id: string;
  /** Size of the source, in bytes. */
  readonly size: number;
  /** True if no other job will need this message. Results are not cached. */
  readonly isTransient?: boolean;
  /** Returns the bytes without a copy. The worker gets a copy of them, which is made in steps. */
  chunks(): Chunks;
  /** Returns the mail in one buffer, for a job on the main thread. The chunks of a large message are joined in one step. */
  mail(): Mail;
}

/** Where a job runs. */
export interface JobContext {
  /** True if other requests wait until the job has ended. Expensive jobs then return a smaller result. */
  readonly isOnMainThread: boolean;
}

/**
 * The code of a job. Its result depends only on the message and `params`, and must be clonable (structured clone
 * algorithm). A `Uint8Array` in the result must be created for it, because it is transferred and cannot be used
 * in the worker afterwards. The job's input must be bounded: see `WorkerLimits.memory`.
 */
export type JobFunction<Params, Result> = (mail: Mail, params: Params, context: JobContext) => Result | Promise<Result>;

/** Work on one message that may block the main thread too long. */
export interface Job<Params, Result> {
  /** Unique among all jobs of the worker. */
  readonly name: string;
  /** Largest source, in bytes, for which the job runs on the main thread, because running it in the worker costs more. */
  readonly maxDirectBytes: number;
  /** Loads the code on first use, in the worker or on the main thread. */
  readonly load: () => Promise<JobFunction<Params, Result>>;
}

/** Any job, for tables of jobs. */
export type AnyJob = Job<never, unknown>;

/** For jobs that never run directly: loading their code would take more than 20 ms on the main thread. */
export const NEVER_DIRECT = -1;

/**
 * Reading a message of up to 4 KiB takes less than 10 ms on the main thread, even when the code runs for the first time. A
 * decoded body is never longer than its source.
 */
export const SMALL_SOURCE_BYTES = 4 * 1024;
