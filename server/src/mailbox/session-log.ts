import type { Session, SessionSummary } from "@mailglass/shared";

/** An SMTP session, backed by the engine's record. Its details are read on demand. */
export interface SessionSource {
  /** Six characters that are the same for all sessions of a server, then `number` in base 36. */
  readonly id: string;
  /** Increases from session to session. */
  readonly number: number;
  /** Estimated heap size in bytes, as reserved in the log's budget. */
  readonly heapBytes: number;
  /** Bytes that are kept of an interrupted message. */
  readonly interruptedBytes: number;
  dropInterruptedData(): void;
  summary(): SessionSummary;
  details(): Session;
}

export interface SessionListOptions {
  readonly limit: number;
  /** An id: only older sessions. */
  readonly before?: string;
  readonly failed?: boolean;
  readonly open?: boolean;
  /** Only sessions that took at least this long, in milliseconds. Open ones take until now. */
  readonly minDuration?: number;
  /** Only sessions that took at most this long, in milliseconds. */
  readonly maxDuration?: number;
}

/** A shared memory budget; see the engine's budgets. */
export interface Budget {
  readonly limit: number;
  reserve(bytes: number): boolean;
  release(bytes: number): void;
}

/** The open sessions, and the most recently closed ones. */
export interface SessionLog {
  /** The memory budget of sessions. If too little is left, the oldest closed sessions are evicted first. */
  readonly budget: Budget;
  recordOpened(session: SessionSource): void;
  recordClosed(session: SessionSource): void;
  get(id: string): SessionSource | undefined;
  /** Newest first. */
  list(options: SessionListOptions): { items: SessionSource[]; total: number };
}
