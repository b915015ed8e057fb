import type { Fault, Finding } from "@mailglass/shared";
import type { DkimKeyRecord } from "../mail/dkim/dkim-key.ts";
import type { OnEventError } from "./event-delivery.ts";
import type { JobRunner } from "./large-message-queue.ts";
import type { MailboxLimits, MessageHandle } from "./mailbox.ts";
import type { SourceReader } from "./source-cache.ts";

export const DEFAULT_LIMITS: MailboxLimits = {
  messages: 1_000,
  bytes: 256 * 1024 * 1024,
  envelopeBytes: Number.POSITIVE_INFINITY,
  ageMs: Number.POSITIVE_INFINITY,
};

export const DEFAULT_MEMORY_CACHE_BYTES = 32 * 1024 * 1024;

export const UNLIMITED: MailboxLimits = {
  messages: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  envelopeBytes: Number.POSITIVE_INFINITY,
  ageMs: Number.POSITIVE_INFINITY,
};

/** Receives the changes that a mailbox makes by itself, for its store. */
export interface MailboxObserver {
  /** Messages were evicted, or can no longer be restored. */
  onDropped(seqs: readonly number[]): void;
  onFindingsAdded(seq: number, findings: readonly Finding[]): void;
  /** The last hit of a fault rule. */
  onFaultUsed(fault: Fault): void;
}

/** What a mailbox with a store begins with. */
export interface MailboxStart {
  readonly instance: string;
  readonly seq: number;
  readonly observer: MailboxObserver;
  /** Undefined if all sources stay in memory. */
  readonly sources?: SourceReader;
  /** For a shared store, which gives the numbers and evicts. */
  readonly shared?: {
    /** A change of this instance needs a number: see `ChangeLog.recordDeferred`. */
    readonly onDeferred: () => void;
    /** A deletion can no longer be undone. */
    readonly onUndoExpired: (token: string) => void;
  };
}

export interface MailboxOptions {
  readonly limits?: Partial<MailboxLimits>;
  /** Bytes of sources in memory, if a store can read them again; 32 MiB by default. */
  readonly memoryCacheBytes?: number;
  /** Number of closed sessions that are kept; 1,000 by default. */
  readonly maxClosedSessions?: number;
  /** Receives the error that a listener threw, after the mailbox has unsubscribed the listener. */
  readonly onEventError?: OnEventError | undefined;
  /** Called for each added message while its sender waits: must only note it. It must not throw. */
  readonly onMessageAdded?: ((message: MessageHandle) => void) | undefined;
  /** Limit for the estimated heap size of all sessions, in bytes; unlimited by default. */
  readonly maxSessionBytes?: number;
  /** Whether rows and search data of new messages are prepared while the server is idle. */
  readonly prepareWhenIdle?: boolean;
  /** Keys that the operator has given for DKIM signatures. */
  readonly dkimKeys?: readonly DkimKeyRecord[];
  /** Loads the code that reads messages, before the first event and before the first message is prepared. It must not reject. */
  readonly loadReader?: () => Promise<void>;
  /** Reads large messages; without it, the main thread does. */
  readonly worker?: JobRunner;
}
