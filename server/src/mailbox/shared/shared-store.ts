import type { Finding, Session } from "@mailglass/shared";
import type { KeptFault, KeptMail } from "../store.ts";
import type { StoreStatus } from "../store-status.ts";

/*
 * The contract of a store that several instances share: see `store.ts` for one that a single instance has.
 *
 * Theory of operation. The store gives the numbers, and keeps all changes of all instances in one order. A mailbox commits a change, and
 * applies nothing: it follows the store (`follow`), which hands it every committed change in that order, its own among them. So all
 * instances have the same messages with the same ids, and the events of all have the same numbers.
 *
 *   change → commit → the store's order → every instance: apply → event
 *            commit fails → StoreError: SMTP answers 451 4.3.0, HTTP 503
 *
 * Invariants:
 *   - A change takes effect on all instances, or on none. What has become impossible meanwhile (a message is gone) has no effect on any.
 *   - Numbers are given without gaps, each to one change; a change with several events has several. A gap in what an instance
 *     reads means that it has missed changes. It then loads what is kept, and its listeners get `resync`.
 *   - The store evicts by the limits of the instance that adds a message. An instance with lower limits asks for more to be evicted.
 *   - What follows a change of one instance and concerns the others too (findings, sessions, an expired undo) is a change itself.
 *     Events of one instance only (a session was opened) take numbers, so that the others do not use them: `own-events`.
 */

/** A message without its number. */
export type NewMail = Omit<KeptMail, "id" | "seq">;

/** The marks to set. What is undefined stays as it is. */
export interface SharedMarks {
  readonly seq: number;
  readonly read: boolean | undefined;
  readonly tags: readonly string[] | undefined;
}

/** A rule that matches an attempt, and what the store must know to count it. */
export interface FaultAttempt {
  readonly id: string;
  readonly after: number;
  /** Infinity if there is no limit. */
  readonly times: number;
  /** For a rule with a chance: the number of the draw, from 0, and whether it hits. */
  readonly draw: { readonly number: number; readonly hits: boolean } | undefined;
}

/** The counts of a fault rule. */
export interface FaultCounts {
  readonly id: string;
  readonly seen: number;
  readonly hits: number;
  /** How many random numbers were drawn for it. */
  readonly draws: number;
}

export interface SharedUndo {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A change to commit. The comment says what `commit` returns for it, besides 0 for one without effect. */
export type SharedChange =
  /** The number of the message. */
  | { readonly type: "added"; readonly mail: NewMail }
  /** How many were removed. */
  | { readonly type: "deleted" | "evicted"; readonly seqs: readonly number[] }
  | { readonly type: "hidden"; readonly seqs: readonly number[]; readonly undo: SharedUndo }
  /** How many were restored; -1 if there is no such undo. */
  | { readonly type: "restored" | "forgotten"; readonly token: string }
  | { readonly type: "cleared" }
  /**
   * How many were marked. `basis`: the tags depend on those that the messages had at this number; "conflict" if these have changed.
   */
  | { readonly type: "marked"; readonly marks: readonly SharedMarks[]; readonly basis: number | undefined }
  | { readonly type: "findings"; readonly seq: number; readonly findings: readonly Finding[] }
  | { readonly type: "session"; readonly session: Session }
  /** Added; or put in the place of the one with its id, if it still exists. */
  | { readonly type: "fault"; readonly fault: KeptFault; readonly replaces: boolean }
  | { readonly type: "faults-removed"; readonly ids: readonly string[] }
  /** The id of the rule that applies, "" if none does; "draw" if one of the draws has another number by now. */
  | { readonly type: "attempt"; readonly rules: readonly FaultAttempt[] }
  | { readonly type: "own-events"; readonly count: number };

/** A change as it was committed: only what had an effect. */
export type AppliedChange =
  /** Undefined if it is gone already. */
  | { readonly type: "added"; readonly mail: KeptMail | undefined }
  | { readonly type: "attempt"; readonly counts: readonly FaultCounts[] }
  | { readonly type: "own-events"; readonly isOwn: boolean }
  | Extract<
      SharedChange,
      {
        type:
          | "deleted"
          | "evicted"
          | "hidden"
          | "restored"
          | "forgotten"
          | "cleared"
          | "marked"
          | "findings"
          | "session"
          | "fault"
          | "faults-removed";
      }
    >;

/** A change with its numbers: `first` to `last`. */
export interface NumberedChange {
  readonly first: number;
  readonly last: number;
  readonly change: AppliedChange;
}

/** All that is kept, at the number `seq`. */
export interface SharedState {
  readonly instance: string;
  readonly seq: number;
  /** Numbers of the listed messages, ascending. */
  readonly listed: readonly number[];
  /** Deletions that can be undone, oldest first. */
  readonly undos: readonly (SharedUndo & { readonly seqs: readonly number[] })[];
  readonly faults: readonly (KeptFault & FaultCounts)[];
  /** Oldest first. */
  readonly sessions: readonly Session[];
}

/** What a mailbox does with what it reads from the store. */
export interface Follower {
  /** Number of the newest change that was applied; 0 before the first `load`. */
  readonly seq: number;
  /** The prefix of ids; undefined before the first `load`. */
  readonly instance: string | undefined;
  /** Whether the last `load` has ended. One that has failed must be repeated. */
  readonly isLoaded: boolean;
  /**
   * Replaces what the mailbox has, because it has nothing yet or has missed changes.
   *
   * @param read reads messages; those that are gone are left out
   */
  load(state: SharedState, read: (seqs: readonly number[]) => AsyncIterable<readonly KeptMail[]>): Promise<void>;
  apply(changes: readonly NumberedChange[]): void;
  /** The store cannot be followed at the moment. */
  onInterrupted(): void;
  /** The bytes of a message that was committed are no longer needed: it was loaded instead. */
  onUnused(mail: NewMail): void;
}

export interface Committed {
  /** Number of the newest change at the time of the commit. */
  readonly seq: number;
  /** What each change has returned. */
  readonly results: readonly (number | string)[];
}

export interface SharedStore {
  readonly status: StoreStatus;
  /**
   * Loads what is kept, then hands over every committed change, until `close`. Resolves after the first `load`.
   *
   * @throws {StoreError} if it cannot be loaded
   */
  follow(follower: Follower): Promise<void>;
  /**
   * Commits the changes in this order, all or none of them.
   *
   * @throws {StoreError} if they were not committed. After a lost connection it may be that they were; they are then followed.
   */
  commit(changes: readonly SharedChange[]): Promise<Committed>;
  close(): Promise<void>;
}
