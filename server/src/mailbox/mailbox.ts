import type {
  Envelope,
  Fault,
  FaultRule,
  FaultStage,
  Finding,
  MessageSummary,
  Query,
  Session,
  SessionSummary,
  StreamEvent,
} from "@mailglass/shared";
import type { Allocator } from "../base/allocator.ts";
import type { FaultContext } from "../base/fault-context.ts";
import type { Chunks } from "../mail/chunks.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import type { JobSource } from "../mail/worker/job.ts";
import type { MaybePromise } from "./maybe-promise.ts";

/**
 * The mailbox: what has come, in memory. This file is the contract between the rooms that fill it (SMTP, the API),
 * the rooms that read it (HTTP, the faces of MailHog and Mailpit, the relay) and the ring that keeps it.
 */

/** The bytes of a message as they came: pieces of the mailbox's memory, or of other memory that nobody else holds or changes. */
export type RawChunks = Chunks;

/** What the SMTP engine (or POST /api/messages) hands over. */
export interface IncomingMail {
  readonly raw: RawChunks;
  /** Bytes in `raw`. */
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** What the engine saw on the wire and the raw bytes no longer show (missing dot-stuffing, SIZE that lied, …). */
  readonly findings: readonly Finding[];
  readonly tags?: readonly string[];
  /** Estimated bytes of heap that envelope and findings take; left out, they are estimated from the recipients. */
  readonly heapBytes?: number;
}

/** A message of the ring whose bytes stay where they lie: to hold it neither copies nor keeps them. */
export interface MessageHandle {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly wireFindings: readonly Finding[];
  /** What the comparison of readers found; empty until it was requested. */
  readerFindings: readonly Finding[];
  read: boolean;
  tags: readonly string[];
  /** False once it is gone, and its bytes with it. */
  readonly isReadable: boolean;
  /** A copy of the first `limit` bytes of the source; of a message that is gone, none. */
  firstBytes(limit: number): Buffer;
  /**
   * Calls `read` with the mail as `parseIfCheap` reads it: the first 64 KiB of each body, and all of its structure. The mail
   * is valid inside the callback only. Returns undefined where to read it may take more than a few milliseconds, and of a
   * message that is gone.
   */
  readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined;
  /** The message with bytes that stay readable; undefined where it is gone. */
  open(): StoredMessage | undefined;
}

/**
 * A message whose bytes stay readable for as long as it is referred to. A large one lies in several pieces (`chunks`): to
 * join tens of megabytes at once would occupy the main thread for too long.
 */
export interface StoredMessage extends MessageHandle, JobSource {}

export interface MessagePage {
  readonly items: readonly MessageHandle[];
  /** Messages in the ring. */
  readonly total: number;
  /** Unread messages in the ring. */
  readonly unread: number;
  /** Messages that match the query; `total` without one. */
  readonly matched: number;
  /** Unread messages that match the query; `unread` without one. */
  readonly matchedUnread: number;
  /** `seq` to give as `before` for the next older page; null at the end. */
  readonly next: number | null;
}

/** The same of rows. */
export interface RowPage extends Omit<MessagePage, "items"> {
  readonly items: MessageSummary[];
}

/** The oldest make room as soon as one of these is passed; the newest message is kept whatever its size. */
export interface MailboxLimits {
  readonly messages: number;
  /** Bytes of raw source in all. */
  readonly bytes: number;
  /** Estimated bytes of heap of all envelopes and findings. */
  readonly envelopeBytes: number;
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

export interface ListOptions {
  readonly limit: number;
  /** Only messages with a smaller `seq`. */
  readonly before?: number;
  /** Only messages with a larger `seq`. */
  readonly after?: number;
  /** Matches to leave out first. */
  readonly offset?: number;
}

export interface MessageMarks {
  readonly read?: boolean;
  readonly tags?: readonly string[];
}

/** A deletion that can be undone. */
export interface Undo {
  /** Random (UUID version 4); whoever knows it can undo the deletion. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Messages that can still be restored. */
  readonly count: number;
}

/** What `wait` looks for: `count` messages that match, stored after `since` (a `seq`). */
export interface WaitCriteria {
  readonly query: Query;
  readonly count: number;
  readonly since: number;
}

export interface NearMiss {
  readonly message: StoredMessage;
  /** The criteria that failed, as they were written, e.g. `subject:welcome`. */
  readonly failed: readonly string[];
}

export type WaitOutcome =
  | { readonly type: "matched"; readonly messages: readonly StoredMessage[] }
  | {
      readonly type: "timed-out";
      /** Those that did match, when fewer than `count` came. */
      readonly messages: readonly StoredMessage[];
      /** Messages that were looked at, stored and live. */
      readonly seen: number;
      readonly nearMisses: readonly NearMiss[];
      readonly failedSessions: readonly SessionSummary[];
    }
  | { readonly type: "aborted" };

/** An SMTP session as its engine keeps it; asked only when somebody reads it. */
export interface SessionSource {
  /** Six characters, the same for all of a server, and `number` in base 36. */
  readonly id: string;
  /** Grows from one session to the next. */
  readonly number: number;
  /** Estimated bytes of heap that it takes, as it has reserved them in the log's budget. */
  readonly heapBytes: number;
  summary(): SessionSummary;
  details(): Session;
}

/** An amount of memory that many share: see the engine's budgets. */
export interface Budget {
  readonly limit: number;
  reserve(bytes: number): boolean;
  release(bytes: number): void;
}

/** The ring of sessions: those that are open, and the last that were. */
export interface SessionLog {
  /** Pays for what sessions keep. Where it has too little left, the oldest closed sessions are evicted first. */
  readonly budget: Budget;
  recordOpened(session: SessionSource): void;
  recordClosed(session: SessionSource): void;
  get(id: string): SessionSource | undefined;
  /** Newest first. */
  list(options: { limit: number; before?: string; failed?: boolean; open?: boolean }): {
    items: SessionSource[];
    total: number;
  };
}

/** Scripted failures, tried in the order in which they were added. */
export interface FaultScript {
  add(rule: FaultRule): Fault;
  list(): Fault[];
  get(id: string): Fault | undefined;
  /** False where there is none of that id. */
  remove(id: string): boolean;
  clear(): void;
  /** Counts the attempt and gives the rule that hits it, if one does. Cheap when there are no rules. */
  check(stage: FaultStage, context: FaultContext): Fault | undefined;
}

export interface Mailbox {
  /** Random; changes with every start. */
  readonly instance: string;
  readonly limits: MailboxLimits;
  /** The newest event's number. */
  readonly seq: number;
  readonly sessions: SessionLog;
  readonly faults: FaultScript;
  counts(): MailboxCounts;

  /** For messages on their way: one that comes in room of it is kept without being copied. */
  readonly allocator: Allocator;
  /** Stores a message; gives what others ask for it by. */
  add(incoming: IncomingMail): Pick<StoredMessage, "id" | "seq">;
  get(id: string): StoredMessage | undefined;
  /** The newest; with a query, the newest that matches. */
  latest(query?: Query): Promise<StoredMessage | undefined>;
  /**
   * Newest first. A page costs the same in a ring of 100,000 as in one of 100; only where messages were removed from between others
   * are those within `offset` counted, which takes 0.1 ms for 90,000. Nothing is copied: to read a message after it may be gone, open
   * it first.
   */
  list(options: ListOptions): MessagePage;
  /**
   * Newest first, those that match. Whatever takes a query looks at the ring in slices of a millisecond, so that
   * mail goes on coming in; what comes after the call is not looked at.
   */
  search(query: Query, options: ListOptions): Promise<MessagePage>;
  /**
   * The rows of what `list` gives, or `search` where there is a query; the messages stay where they lie. Fewer than `limit`
   * where the rows would come to more than 2 MiB of JSON; `next` continues after the last.
   */
  rows(options: ListOptions, query?: Query): Promise<RowPage>;
  /** What `list` gives, without a copy of anything; all messages where no `options` are given. */
  handles(options?: ListOptions): readonly MessageHandle[];
  /** The message of this id, without a copy of anything. */
  handle(id: string): MessageHandle | undefined;
  /** All messages that match, newest first, without a copy of anything. */
  find(query: Query): Promise<readonly MessageHandle[]>;
  /** How many were there to be removed. */
  remove(ids: readonly string[]): number;
  /** How many were removed: those that match, of those that were there when it was called. */
  removeMatching(query: Query): Promise<number>;
  /**
   * Removes messages so that `restore` can put them back for the next 60 seconds. Until then they count against the limits,
   * and are evicted before any other message. Nothing else finds them.
   *
   * @returns how many were there to be removed, and the undo unless there were none
   */
  removeWithUndo(ids: readonly string[]): { readonly removed: number; readonly undo: Undo | undefined };
  /**
   * Puts the messages of a deletion back at their places, with their ids, times, marks and tags. Waits that are under way do not
   * see them.
   *
   * @returns how many were restored; undefined where there is no such undo
   */
  restore(token: string): number | undefined;
  /** Deletions that can be undone, oldest first. */
  undos(): readonly Undo[];
  /** How many were removed: all messages, and those that could be restored with them. */
  clear(): number;
  mark(id: string, marks: MessageMarks): MessageHandle | undefined;
  /** How many were marked: those that match, of those that were there when it was called. */
  markMatching(query: Query, marks: MessageMarks): Promise<number>;
  /** The row of the list; kept until a mark changes, or thousands of others were asked for. A worker reads large messages. */
  row(message: MessageHandle): MaybePromise<MessageSummary>;
  /** The same at once: of a large message that was not read yet, what its first 16 KiB show, marked as `partial`. */
  summary(message: MessageHandle): MessageSummary;

  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome>;

  /**
   * Calls `visit` with the events after `seq`, in order, up to the newest at the time of the call. They are made in
   * slices of a few milliseconds. What came and is gone again by now is left out, so numbers may be missing.
   *
   * @param visit returns false to end the replay
   * @returns false when the events are no longer all kept, or `visit` ended it
   */
  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean>;
  /**
   * Calls `listener` with events in order, in batches: once per turn of the event loop, after its input. Returns the
   * way to stop it. Nothing is built while nobody listens. A listener that throws is unsubscribed and reported to the
   * `onEventError` of `createMailbox`; the others and the mail are not affected.
   */
  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void;
  /** Ends all waits as aborted, and releases what could be restored. */
  close(): void;
}
