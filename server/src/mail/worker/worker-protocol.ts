import type { Envelope } from "@mailglass/shared";

/** What the main thread sends to the worker: one job, after the previous one has been answered. */
export interface JobRequest {
  readonly job: string;
  readonly params: unknown;
  readonly sourceId: string;
  /** The message's bytes and envelope; undefined where the worker still has those of this id. */
  readonly source: { readonly raw: SharedArrayBuffer; readonly envelope: Envelope } | undefined;
  /** Ids of sources that the worker drops first. */
  readonly dropped: readonly string[];
}

/** What the worker answers. */
export type WorkerMessage =
  /** Sent once, when the worker has loaded its code. */
  | { readonly type: "ready" }
  | ({ readonly type: "done" } & JobOutcome)
  /** The job's code threw. */
  | { readonly type: "failed"; readonly error: unknown };

export interface JobOutcome {
  readonly result: unknown;
  /** Memory that the result takes, in bytes, roughly. */
  readonly bytes: number;
}
