import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import type { MessageHandle, Undo } from "./mailbox.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { SessionSource } from "./session-log.ts";
import { toUndoFields } from "./undo-log.ts";

/**
 * A change to the mailbox. It names its subject by number, and refers to it directly only until the event was delivered, so that
 * listeners also receive a message that was added and evicted within one turn.
 */
export type Change =
  /** The message's `seq` is the number of the change. */
  | { readonly type: "added"; subject: LoggedMessage | undefined }
  | { readonly type: "changed"; readonly message: number; subject: MessageHandle | undefined }
  | { readonly type: "opened" | "closed"; readonly session: number; subject: SessionSource | undefined }
  | {
      readonly type: "removed";
      readonly ids: readonly string[];
      readonly reason: RemovalReason;
      readonly undo?: string;
    }
  | { readonly type: "restored"; readonly message: number; readonly undo: string }
  | { readonly type: "cleared" | "faults" }
  /** No event: a number that was reserved for a change that was not made. */
  | { readonly type: "none" };

/** A message that stays readable while the log owns it. */
export interface LoggedMessage extends MessageHandle {
  retain(): void;
  release(): void;
}

type RemovalReason = "deleted" | "evicted";

/** Finds the subjects of changes. */
export interface ChangeSubjects {
  messageAt(seq: number): MessageHandle | undefined;
  /** Returns the row; a promise if a large message has to be read first. */
  row(message: MessageHandle): MaybePromise<MessageSummary>;
  /** Returns the row immediately. For a large message that was not read yet, it is made from the message's beginning. */
  summary(message: MessageHandle): MessageSummary;
  sessionAt(number: number): SessionSource | undefined;
  /** Returns the undo with this token, while the deletion can be undone. */
  undo(token: string): Undo | undefined;
}

/** Events that are built per batch. */
export const MAX_BATCH_EVENTS = 500;
/** How long rows or events are built without yielding, in ms. */
const SLICE_MS = 2;

/** Builds events from changes, in time slices. */
export class EventBuilder {
  readonly #subjects: ChangeSubjects;
  readonly #changeAt: (seq: number) => Change | undefined;
  readonly #onError: (description: string, error: unknown) => void;

  /**
   * @param changeAt finds a change by its number, while the log keeps it
   * @param onError receives the error if an event cannot be built; the event is skipped
   */
  constructor(
    subjects: ChangeSubjects,
    changeAt: (seq: number) => Change | undefined,
    onError: (description: string, error: unknown) => void,
  ) {
    this.#subjects = subjects;
    this.#changeAt = changeAt;
    this.#onError = onError;
  }

  /**
   * Builds the rows of the changes after `from` up to `last`: as many as fit into a slice, at most one batch.
   *
   * @param awaited number of the last change whose row has already been waited for
   * @returns `to`, the last change whose row was requested, and the rows that the worker still has to read
   */
  requestRows(
    from: number,
    last: number,
    awaited: number,
  ): { readonly to: number; readonly largeRows: readonly Promise<unknown>[] } {
    const largeRows: Promise<unknown>[] = [];
    const end = performance.now() + SLICE_MS;
    let to = from;
    while (to < Math.min(last, from + MAX_BATCH_EVENTS) && (to === from || performance.now() < end)) {
      to++;
      if (to <= awaited) continue;
      const change = this.#changeAt(to);
      const message = this.#messageWithRow(change, to);
      const row = message && this.#rowOf(message);
      if (row instanceof Promise) largeRows.push(row);
    }
    return { to, largeRows };
  }

  /** The message whose row the event shows. */
  #messageWithRow(change: Change | undefined, seq: number): MessageHandle | undefined {
    if (change?.type === "added") return change.subject ?? this.#subjects.messageAt(seq);
    return change?.type === "restored" ? this.#subjects.messageAt(change.message) : undefined;
  }

  /** Returns undefined on failure. The event then fails too, and is skipped and reported. */
  #rowOf(message: MessageHandle): MaybePromise<MessageSummary> | undefined {
    try {
      return this.#subjects.row(message);
    } catch {
      return undefined;
    }
  }

  /** Builds the events of the changes after `from` up to `last` (inclusive), or up to `to` if the slice ends earlier. */
  buildEvents(from: number, last: number): { readonly events: StreamEvent[]; readonly to: number } {
    const events: StreamEvent[] = [];
    const end = performance.now() + SLICE_MS;
    let to = from;
    while (to < last && (to === from || performance.now() < end)) {
      to++;
      const change = this.#changeAt(to);
      if (change === undefined) continue;
      try {
        const event = this.#buildEvent(change, to);
        if (event) events.push(event);
      } catch (error) {
        this.#onError("An event of the mailbox could not be built and was skipped.", error);
      }
    }
    return { events, to };
  }

  /** Returns undefined if the subject is gone. */
  #buildEvent(change: Change, seq: number): StreamEvent | undefined {
    switch (change.type) {
      case "added": {
        const message = change.subject ?? this.#subjects.messageAt(seq);
        return message && { type: "message.added", seq, message: this.#subjects.summary(message) };
      }
      case "changed": {
        const message = change.subject ?? this.#subjects.messageAt(change.message);
        return message && { type: "message.changed", seq, id: message.id, read: message.read, tags: [...message.tags] };
      }
      case "removed": {
        const { ids, reason } = change;
        const undo = change.undo === undefined ? undefined : this.#subjects.undo(change.undo);
        return { type: "message.removed", seq, ids: [...ids], reason, ...(undo && toUndoFields(undo)) };
      }
      case "restored": {
        const message = this.#subjects.messageAt(change.message);
        return (
          message && { type: "message.restored", seq, message: this.#subjects.summary(message), undo: change.undo }
        );
      }
      case "cleared":
        return { type: "mailbox.cleared", seq };
      case "faults":
        return { type: "faults.changed", seq };
      case "none":
        return undefined;
      case "opened":
      case "closed": {
        const session = change.subject ?? this.#subjects.sessionAt(change.session);
        return session && { type: `session.${change.type}`, seq, session: session.summary() };
      }
    }
  }
}
