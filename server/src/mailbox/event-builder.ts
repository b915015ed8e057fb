import type { MessageSummary, StreamEvent } from "@mailglass/shared";
import type { MessageHandle, SessionSource, Undo } from "./mailbox.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { toUndoFields } from "./undo-log.ts";

/**
 * Something that happened. It names its subject, and refers to it only until its event was delivered: so listeners also
 * receive a message that was added and evicted within one turn.
 */
export type Change =
  /** The message has the number of the change. */
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
  | { readonly type: "cleared" };

/** A message that stays readable while the log owns it. */
export interface LoggedMessage extends MessageHandle {
  retain(): void;
  release(): void;
}

type RemovalReason = "deleted" | "evicted";

/** Finds what changes name. */
export interface ChangeSubjects {
  messageAt(seq: number): MessageHandle | undefined;
  /** The row; a promise of it where a large message has to be read first. */
  row(message: MessageHandle): MaybePromise<MessageSummary>;
  /** The row at once; of a large message that was not read yet, what its beginning shows. */
  summary(message: MessageHandle): MessageSummary;
  sessionAt(number: number): SessionSource | undefined;
  /** The undo of this token, while the deletion can be undone. */
  undo(token: string): Undo | undefined;
}

/** Events that are built at once. */
export const MAX_BATCH_EVENTS = 500;
/** Milliseconds for which rows or events are built at a time. */
const SLICE_MS = 5;

/** Builds events of changes, in slices of the event loop's time. */
export class EventBuilder {
  readonly #subjects: ChangeSubjects;
  readonly #changeAt: (seq: number) => Change | undefined;
  readonly #onError: (description: string, error: unknown) => void;

  /**
   * @param changeAt finds a change by its number, while the log keeps it
   * @param onError receives what failed in building an event, which is skipped then
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
   * Makes the rows of the changes after `from` up to `last`: as many as fit into a slice, at most a batch.
   *
   * @param awaited the change up to which rows are not waited for again
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

  /** Undefined where it fails: then the event fails too, and is skipped and reported. */
  #rowOf(message: MessageHandle): MaybePromise<MessageSummary> | undefined {
    try {
      return this.#subjects.row(message);
    } catch {
      return undefined;
    }
  }

  /** Events of the changes after `from` up to and with `last`, or up to and with `to` where the slice is over before. */
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

  /** Undefined where the subject is gone, so that there is nothing left to tell. */
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
      case "opened":
      case "closed": {
        const session = change.subject ?? this.#subjects.sessionAt(change.session);
        return session && { type: `session.${change.type}`, seq, session: session.summary() };
      }
    }
  }
}
