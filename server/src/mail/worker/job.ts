import type { Envelope } from "@mailglass/shared";
import type { Chunks } from "../chunks.ts";
import type { Mail } from "../mail.ts";

/** A message as jobs need it. Its bytes must stay readable until the job is done. */
export interface JobSource {
  /** Unique among all messages of the process. The same id always means the same bytes. */
  readonly id: string;
  /** Bytes of the source. */
  readonly size: number;
  readonly envelope: Envelope;
  /** True where no other job will ever need it. Results are not kept. */
  readonly isTransient?: boolean;
  /** The bytes where they are: a worker gets a copy of them, which is made in steps. */
  chunks(): Chunks;
  /** The mail in one piece, for a job on the main thread. The pieces of a large message are joined at once. */
  mail(): Mail;
}

/** Where a job runs. */
export interface JobContext {
  /** True where other requests wait until the job is done. Jobs that cannot be made cheap answer with less then. */
  readonly isOnMainThread: boolean;
}

/**
 * The code of a job. It derives its result from the message and `params` alone. The result must be clonable (the
 * structured clone algorithm). A `Uint8Array` in the result must be newly made for it: it is transferred, and unusable
 * in the worker afterwards. Its input must be bounded: see `WorkerLimits.memory`.
 */
export type JobFunction<Params, Result> = (mail: Mail, params: Params, context: JobContext) => Result | Promise<Result>;

/** Work on one message that may take longer than the main thread may be occupied. */
export interface Job<Params, Result> {
  /** Unique among all jobs of the worker. */
  readonly name: string;
  /** Largest source, in bytes, for which the job runs on the main thread, because starting it elsewhere costs more. */
  readonly maxDirectBytes: number;
  /** Loads the code when it is first needed, in the worker or on the main thread. */
  readonly load: () => Promise<JobFunction<Params, Result>>;
}

/** Any job, as tables of jobs hold it. */
export type AnyJob = Job<never, unknown>;

/** For jobs that never run directly: to load their code would alone take the main thread more than 20 ms. */
export const NEVER_DIRECT = 0;

/**
 * To read a message of up to 4 KiB costs the main thread less than 10 ms, also when the code runs for the first time. A
 * body is never longer than the source it is decoded from.
 */
export const SMALL_SOURCE_BYTES = 4 * 1024;
