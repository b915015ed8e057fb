import type { KeptMessage, StoreChange, StoreState } from "../mailbox/store.ts";

/** What the worker thread of a store is started with. */
export interface StoreWorkerData {
  readonly file: string;
  readonly maxSessions: number;
}

/** A request to the worker. They are answered in order. */
export type StoreRequest =
  /** `isResumed`: see `DatabaseOptions`. */
  | { readonly type: "open"; readonly isResumed: boolean }
  /** The oldest messages after this number. */
  | { readonly type: "load"; readonly after: number }
  /** `number`: see `OpenAnswer`. */
  | { readonly type: "commit"; readonly changes: readonly StoreChange[]; readonly seq: number; readonly number: number }
  | { readonly type: "close" };

export interface OpenAnswer {
  readonly state: StoreState;
  /** What was recovered, if the file was damaged. */
  readonly warning: string | undefined;
  /** The number of the last commit that was written. */
  readonly commitNumber: number;
}

/** Some messages, oldest first. None if there are no more. */
export interface LoadAnswer {
  readonly messages: readonly KeptMessage[];
  /** What could not be read, after the last message. */
  readonly warning: string | undefined;
}

export interface StoreFailure {
  readonly message: string;
  /** Whether the file cannot be used at all. */
  readonly isFileError: boolean;
}

export type StoreAnswer = { readonly result: OpenAnswer | LoadAnswer | undefined } | { readonly failure: StoreFailure };

/** Sent between answers when the worker has opened the file again by itself. It may be another one. */
export interface StoreReopened {
  readonly reopened: Pick<OpenAnswer, "warning">;
}
