import type { Envelope, FaultRule, Finding, ProviderRequest, Session } from "@mailglass/shared";
import type { RawChunks, SessionLines } from "./mailbox.ts";
import type { SourceReader } from "./source-cache.ts";
import type { StoreStatus } from "./store-status.ts";

/*
 * The contract of a store: what a mailbox writes so that it survives the process.
 *
 * Theory of operation. Lists, searches, waits and streams read the mailbox's memory, and the sources that are not there. With a store,
 * every change is committed before it takes effect: the mailbox collects the changes of one turn of the event loop, reserves their
 * numbers, calls `commit`, and applies them in that order when the promise resolves. Only then are the sender's 250, the events and the
 * waits due. If `commit` rejects, none of the changes takes effect, the caller gets the `StoreError`, and the numbers are left out.
 *
 *   open     → state: what was kept
 *   changes  → commit → apply → event
 *              commit fails → StoreError: SMTP answers 451 4.3.0, HTTP 503
 *
 * Invariants:
 *   - There is one `commit` at a time. It writes all of its changes, or none of them.
 *   - `seq` is the number of the newest event, not a count of messages. `commit` stores a high-water mark that is above every number
 *     that an event can have until the next commit. So no number and no id is used again, even after a crash.
 *   - Some changes follow what they concern: what was evicted, a closed session, findings, used-up faults (`FollowingChange`). They are
 *     committed later, and again if that fails. A crash in between leaves the older state, which the limits then apply to.
 *
 * Without a store there is no queue and no promise: see `create-mailbox.ts`. A store that several instances share gives the numbers itself, and
 * has the changes of all to follow: see `shared/shared-store.ts`.
 */

/** A message as the store keeps it. */
export interface KeptMail extends KeptMessage {
  readonly raw: RawChunks;
}

/** A message as the store returns it. */
export interface LoadedMail extends KeptMessage {
  /** Undefined if the source is read when it is needed: see `Store.sources`. */
  readonly raw: RawChunks | undefined;
}

/** Everything of a message but its source. */
export interface KeptMessage {
  readonly id: string;
  readonly seq: number;
  /** Bytes of the source. */
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly sessionLines: SessionLines | null;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly findings: readonly Finding[];
  /** How it arrived: see `MessageSummary.source`. */
  readonly source: string;
  readonly request: ProviderRequest | null;
  /** Estimated heap size of envelope and findings, in bytes. */
  readonly heapBytes: number | null;
  readonly read: boolean;
  /** The tags that the message was stored with, besides those that it brings along. */
  readonly givenTags: readonly string[];
  /** The tags that were set and replace all others; null if none were. */
  readonly tags: readonly string[] | null;
}

/** The marks of a message after a change. */
export interface KeptMarks {
  readonly seq: number;
  readonly read: boolean;
  readonly tags: readonly string[] | null;
}

export interface KeptFault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Attempts that matched, and those that were hit, when this was stored. */
  readonly seen: number;
  readonly hits: number;
}

/** A change that takes effect when it was committed. */
export type PrecedingChange =
  /** `session`: that of the message, as it was at this time; for some messages of a session only. */
  | { readonly type: "added"; readonly mail: KeptMail; readonly session: Session | undefined }
  | { readonly type: "deleted"; readonly seqs: readonly number[] }
  /** Deleted, and restored by `restored` if that comes before the process ends. */
  | { readonly type: "hidden" | "restored"; readonly seqs: readonly number[] }
  | { readonly type: "cleared" }
  | { readonly type: "marked"; readonly marks: readonly KeptMarks[] }
  /** Added, or replaced in its place. */
  | { readonly type: "fault"; readonly fault: KeptFault }
  | { readonly type: "faults-removed"; readonly ids: readonly string[] };

/** A change that has already taken effect. */
export type FollowingChange =
  | { readonly type: "deleted"; readonly seqs: readonly number[] }
  | { readonly type: "findings"; readonly seq: number; readonly findings: readonly Finding[] }
  | { readonly type: "session"; readonly session: Session }
  | { readonly type: "fault-used"; readonly fault: KeptFault };

export type StoreChange = PrecedingChange | FollowingChange;

/** What a store keeps besides the messages. */
export interface StoreState {
  /** Prefix of all ids: see `Mailbox.instance`. */
  readonly instance: string;
  /** No event has had a higher number. */
  readonly seq: number;
  /** Closed sessions, and those that a crash has interrupted, oldest first. */
  readonly sessions: readonly Session[];
  /** In the order in which they are tried. */
  readonly faults: readonly KeptFault[];
}

/** Why a store cannot commit. The message is one sentence for the log and the page. */
export class StoreError extends Error {
  override name = "StoreError";
}

export interface Store {
  /** What was kept when the store was opened. */
  readonly state: StoreState;
  readonly status: StoreStatus;
  /** Reads sources again, so that they need not stay in memory. */
  readonly sources: SourceReader;
  /**
   * Calls `visit` with the kept messages, oldest first. Call it once, before the first commit.
   *
   * @throws {StoreError} if they cannot be read
   */
  load(visit: (mail: LoadedMail) => void): Promise<void>;
  /**
   * Writes the changes in this order, all or none of them. Resolves once they are durable.
   *
   * @param changes the bytes of their messages must stay as they are until the promise settles
   * @param seq the new high-water mark
   * @throws {StoreError} if nothing was written
   */
  commit(changes: readonly StoreChange[], seq: number): Promise<void>;
  /** Waits for a commit in progress, and closes the store. */
  close(): Promise<void>;
}
