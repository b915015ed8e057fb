import type { Arrival } from "../mail.ts";

/** A request of the main thread to the worker: one job. It is sent after the response to the previous one. */
export interface JobRequest {
  readonly job: string;
  readonly params: unknown;
  readonly sourceId: string;
  /** The message's bytes, and how it arrived; undefined if the worker still has them under this id. */
  readonly source: ({ readonly raw: SharedArrayBuffer } & Arrival) | undefined;
  /** Whether no other job needs the source, so that the worker does not keep it. */
  readonly isTransient: boolean;
  /** Ids of sources that the worker drops first. */
  readonly dropped: readonly string[];
}

/** A response of the worker. */
export type WorkerMessage =
  /** Sent once, when the worker has loaded its code. */
  | { readonly type: "ready" }
  | ({ readonly type: "done" } & JobOutcome)
  /** The job's code threw. */
  | { readonly type: "failed"; readonly error: unknown };

export interface JobOutcome {
  readonly result: unknown;
  /** Estimated memory of the result, in bytes. */
  readonly bytes: number;
}
