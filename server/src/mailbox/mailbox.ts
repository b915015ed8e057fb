import type {
  Envelope,
  Finding,
  MessageSummary,
  ProviderRequest,
  Query,
  SessionSummary,
  StreamEvent,
} from "@mailglass/shared";
import type { Allocator } from "../base/allocator.ts";
import type { Chunks } from "../mail/chunks.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import type { ThreadFields } from "../mail/thread/thread-fields.ts";
import type { JobSource } from "../mail/worker/job.ts";
import type { FaultScript } from "./fault-script.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { SessionLog } from "./session-log.ts";
import type { StoreStatus } from "./store-status.ts";

/**
 * The mailbox: received messages, in memory. This file is the contract between the modules that fill it (SMTP, the API),
 * the modules that read it (HTTP, the compat APIs, the relay) and the ring that stores it.
 */

/** The bytes of a message as received: chunks of the mailbox's memory, or of other memory that nothing else refers to or changes. */
export type RawChunks = Chunks;

/** Transcript lines: `mail` is that of MAIL, `end` the last before the reply to the data. */
export interface SessionLines {
  readonly mail: number;
  readonly end: number;
}

/** A message from the SMTP engine or POST /api/messages. */
export interface IncomingMail extends NewMessage {
  readonly raw: RawChunks;
}

/** A message that is added to the ring. */
export interface NewMessage {
  /** Undefined if only the store has the source. */
  readonly raw: RawChunks | undefined;
  /** Bytes of the source. */
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  /** Where the message is in the transcript of its session. */
  readonly sessionLines?: SessionLines;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Wire findings, which the raw bytes no longer show (missing dot-stuffing, wrong SIZE, …). */
  readonly findings: readonly Finding[];
  readonly tags?: readonly string[];
  /** How it arrived, if not by SMTP or LMTP: `http`, `import` or the name of a provider. */
  readonly source?: string;
  /** The request to a provider's API that sent it. */
  readonly request?: ProviderRequest | undefined;
  /** Estimated heap size of envelope and findings, in bytes; by default estimated from the recipients. */
  readonly heapBytes?: number;
}

/** A handle to a message of the ring. Holding it neither copies nor keeps the bytes. */
export interface MessageHandle {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly sessionLines: SessionLines | undefined;
  /** How it arrived: see `MessageSummary.source`. */
  readonly source: string;
  /** The request to a provider's API that sent it; undefined if it arrived in another way. */
  readonly request: ProviderRequest | undefined;
  readonly wireFindings: readonly Finding[];
  /** Adds findings that are known only after the message was stored. The row counts them. */
  addWireFindings(findings: readonly Finding[]): void;
  /** Findings of the comparison of readers; empty until it was requested. */
  readerFindings: readonly Finding[];
  read: boolean;
  /** Sorted. Until tags are set, those that the message brings along; they are read from its header on first use. */
  tags: readonly string[];
  /** False once the message and its bytes are gone. */
  readonly isReadable: boolean;
  /** Returns a copy of the first `limit` bytes of the source; empty if the message is gone. */
  firstBytes(limit: number): Buffer;
  /**
   * Calls `read` with the mail as `parseIfCheap` reads it: the first 64 KiB of each body, and the whole structure. The mail
   * is valid only inside the callback. Returns undefined if reading may take more than a few milliseconds, or if the
   * message is gone.
   */
  readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined;
  /** Returns the message with bytes that stay readable; undefined if it is gone. */
  open(): StoredMessage | undefined;
}

/**
 * A message whose bytes stay readable for as long as it is referenced; if a store has them and not the memory, until the
 * message is gone. A large one consists of several `chunks`, because joining tens of megabytes in one step would block the
 * main thread too long.
 */
export interface StoredMessage extends MessageHandle, JobSource {}

export interface MessagePage {
  readonly items: readonly MessageHandle[];
  /** Messages in the ring. */
  readonly total: number;
  /** Unread messages in the ring. */
  readonly unread: number;
  /** Number of messages that match the query; `total` without a query. */
  readonly matched: number;
  /** Number of unread messages that match the query; `unread` without a query. */
  readonly matchedUnread: number;
  /** The `before` of the next older page; null at the end. */
  readonly next: number | null;
}

/** A `MessagePage` with rows instead of handles. */
export interface RowPage extends Omit<MessagePage, "items"> {
  readonly items: MessageSummary[];
}

/** When one of these limits is exceeded, the oldest messages are evicted. The newest message is kept regardless of its size. */
export interface MailboxLimits {
  readonly messages: number;
  /** Total bytes of raw source. */
  readonly bytes: number;
  /** Estimated bytes of heap of all envelopes and findings. */
  readonly envelopeBytes: number;
  /** Milliseconds since a message was received. It applies to the newest message, too. */
  readonly ageMs: number;
}

export interface MailboxCounts {
  readonly messages: number;
  readonly bytes: number;
  readonly unread: number;
  readonly received: number;
  readonly evicted: number;
  readonly openSessions: number;
  readonly waiters: number;
}

/** Counted since the start; they only grow. */
export interface MailboxTotals {
  /** Bytes of the sources of all messages that were received. */
  readonly receivedBytes: number;
  /** Messages that were deleted or evicted. A deletion that was undone counts. */
  readonly removed: number;
}

export interface ListOptions {
  readonly limit: number;
  /** Only messages with a smaller `seq`. */
  readonly before?: number;
  /** Only messages with a larger `seq`. */
  readonly after?: number;
  /** Number of matches to skip. */
  readonly offset?: number;
}

export interface MessageMarks {
  readonly read?: boolean;
  /** Replaces all tags. */
  readonly tags?: readonly string[];
  /** Tags to remove, ignoring case. */
  readonly removeTags?: readonly string[];
  /** Tags to add after that. A message has at most 100 tags; those beyond are not added. */
  readonly addTags?: readonly string[];
}

/** A deletion that can be undone. */
export interface Undo {
  /** Random (UUID version 4). A client that knows it can undo the deletion. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Messages that can still be restored. */
  readonly count: number;
}

/** What `removeWithUndo` has removed. */
export interface UndoableRemoval {
  readonly removed: number;
  /** Undefined if there was nothing to remove. */
  readonly undo: Undo | undefined;
}

/** What `wait` looks for: `count` messages that match, stored after `since` (a `seq`). */
export interface WaitCriteria {
  readonly query: Query;
  readonly count: number;
  readonly since: number;
}

export interface NearMiss {
  readonly message: StoredMessage;
  /** The criteria that failed, as written, for example `subject:welcome`. */
  readonly failed: readonly string[];
}

export type WaitOutcome =
  | { readonly type: "matched"; readonly messages: readonly StoredMessage[] }
  | {
      readonly type: "timed-out";
      /** The messages that matched, fewer than `count`. */
      readonly messages: readonly StoredMessage[];
      /** Number of tested messages, stored and new. */
      readonly seen: number;
      readonly nearMisses: readonly NearMiss[];
      readonly failedSessions: readonly SessionSummary[];
    }
  | { readonly type: "aborted" };

/** A message with the fields by which it belongs to a thread. */
export interface ThreadEntry extends ThreadFields {
  readonly handle: MessageHandle;
}

/** Which of the newest messages belong together. */
export interface ThreadLog {
  /** Returns the entries of all indexed messages, newest first. */
  entries(): Promise<readonly ThreadEntry[]>;
  /** Returns the other messages with the Message-ID of this one, newest first. */
  findSameMessageId(id: string): Promise<readonly ThreadEntry[]>;
  /** Returns the oldest message that this one repeats: with its Message-ID, or with its bytes if it has none. */
  findDuplicate(id: string): Promise<ThreadEntry | undefined>;
}

/** An id or a handle. Handles are faster, because nothing has to be found. */
export type MessageReference = string | MessageHandle;

/**
 * A mailbox. Without a store, every method that changes it does so before it returns, and returns no promise. With a store, it
 * returns a promise that resolves when the change is committed and has taken effect, and rejects with a `StoreError` if it
 * cannot be committed.
 */
export interface Mailbox {
  /** Random; changes with every start, unless there is a store. */
  readonly instance: string;
  /** The state of the store; undefined without one. */
  readonly storeStatus: StoreStatus | undefined;
  readonly limits: MailboxLimits;
  /** The newest event's number. */
  readonly seq: number;
  readonly sessions: SessionLog;
  readonly faults: FaultScript;
  /** Which messages belong together. Built on first use, not when messages are stored. */
  readonly threads: ThreadLog;
  counts(): MailboxCounts;
  totals(): MailboxTotals;

  /** Allocates memory for messages that are being received. A message in such memory is stored without a copy. */
  readonly allocator: Allocator;
  /** Stores a message. Returns its identifiers. */
  add(incoming: IncomingMail): MaybePromise<Pick<StoredMessage, "id" | "seq">>;
  /** Returns a promise if a large message has to be read from the store. */
  get(id: string): MaybePromise<StoredMessage | undefined>;
  /** Returns the newest message; with a query, the newest that matches. */
  latest(query?: Query): Promise<StoredMessage | undefined>;
  /**
   * Lists messages, newest first. The cost does not depend on the size of the ring; only if messages between others were removed,
   * those within `offset` are counted, which takes 0.1 ms for 90,000. Nothing is copied: open a message to read it after it may be
   * gone.
   */
  list(options: ListOptions): MessagePage;
  /**
   * Lists matching messages, newest first. All methods with a query scan the ring in slices of a millisecond, so that
   * receiving continues. Messages that arrive after the call are not included.
   */
  search(query: Query, options: ListOptions): Promise<MessagePage>;
  /**
   * Returns the rows of `list`, or of `search` if there is a query, without copying the messages. The page has fewer than `limit`
   * rows if they would exceed 2 MiB of JSON; `next` continues after the last. A list waits for the rows of large messages for half a
   * second in total; a search waits for all.
   */
  rows(options: ListOptions, query?: Query): Promise<RowPage>;
  /** Returns only the items of `list`. Without `options`, it returns all messages. */
  handles(options?: ListOptions): readonly MessageHandle[];
  /** Returns the handle of the message with this id. */
  handle(id: string): MessageHandle | undefined;
  /** Returns the handles of all messages that match, newest first. */
  find(query: Query): Promise<readonly MessageHandle[]>;
  /** Removes messages in one step. Returns how many of them existed. */
  remove(messages: readonly MessageReference[]): MaybePromise<number>;
  /** Removes the messages that match at the time of the call. Returns how many were removed. */
  removeMatching(query: Query): Promise<number>;
  /**
   * Removes messages so that `restore` can restore them for 60 seconds. Until then they count against the limits,
   * and are evicted before any other message. No other method finds them.
   *
   * @returns how many were removed, and the undo unless there were none
   */
  removeWithUndo(messages: readonly MessageReference[]): MaybePromise<UndoableRemoval>;
  /**
   * Restores the messages of a deletion to their positions, with their ids, times, marks and tags. Waits that have already started do
   * not see them.
   *
   * @returns how many were restored; undefined if there is no such undo
   */
  restore(token: string): MaybePromise<number | undefined>;
  /** Deletions that can be undone, oldest first. */
  undos(): readonly Undo[];
  /** Removes all messages, including those that could be restored. Returns how many were removed. */
  clear(): MaybePromise<number>;
  /** Marks a message. Returns its handle; undefined if there is no such message. */
  mark(id: string, marks: MessageMarks): MaybePromise<MessageHandle | undefined>;
  /** Marks the messages that match at the time of the call. Returns how many were marked. */
  markMatching(query: Query, marks: MessageMarks): Promise<number>;
  /** Marks messages in slices. Returns how many of them existed. */
  markAll(messages: readonly MessageReference[], marks: MessageMarks): Promise<number>;
  /** Returns the row, which is cached until a mark changes or thousands of other rows were requested. The worker reads large messages. */
  row(message: MessageHandle): MaybePromise<MessageSummary>;
  /** Like `row`, but waits only until `deadline` (of `performance.now()`, in ms); then the row is that of `summary`. */
  rowBefore(message: MessageHandle, deadline: number): MaybePromise<MessageSummary>;
  /** Returns the row immediately. For a large message that was not read yet, it is made from the first 4 KiB, without findings, and marked `partial`. */
  summary(message: MessageHandle): MessageSummary;

  /**
   * Waits until `count` messages match, stored ones included. It also ends after `timeout` ms; and, as aborted, with `signal` or when
   * the mailbox is closed.
   */
  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome>;

  /**
   * Calls `visit` with the events after `seq`, in order, up to the newest at the time of the call. They are built in
   * slices of a few milliseconds. Events of messages that are already gone are left out, so there may be gaps in the numbers.
   *
   * @param visit returns false to end the replay
   * @returns false if some of the events are no longer kept, or `visit` ended the replay
   */
  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean>;
  /**
   * Calls `listener` with events in order, in batches: once per turn of the event loop, after its input. Returns a
   * function that unsubscribes. Events are built only if there are listeners. A listener that throws is unsubscribed and reported to
   * the `onEventError` of `createMailbox`; other listeners and the receiving of mail are not affected.
   */
  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void;
  /** Releases the memory of everything that can be computed again from the messages. */
  dropCaches(): void;
  /**
   * Ends all waits as aborted, and releases the messages that could be restored. With a store, it resolves when the last changes were
   * committed and the store is closed.
   */
  close(): MaybePromise<void>;
}
