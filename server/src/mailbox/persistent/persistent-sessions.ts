import type { Session } from "@mailglass/shared";
import type { Budget, SessionListOptions, SessionLog, SessionSource } from "../session-log.ts";
import type { SessionRing } from "../session-ring.ts";
import type { CommitQueue } from "./commit-queue.ts";
import { StoredSession } from "./stored-session.ts";

/** The sessions of a mailbox with a store. Those that delivered a message or failed are stored when they close. */
export class PersistentSessions implements SessionLog {
  readonly budget: Budget;
  readonly #memory: SessionRing;
  readonly #queue: CommitQueue;
  /** Open sessions by id, with the number of their messages. */
  readonly #open = new Map<string, { readonly session: SessionSource; messages: number }>();

  constructor(memory: SessionRing, queue: CommitQueue, stored: readonly Session[]) {
    this.budget = memory.budget;
    this.#memory = memory;
    this.#queue = queue;
    for (const [index, session] of stored.entries()) {
      memory.addStored(new StoredSession(session, index - stored.length));
    }
  }

  recordOpened(session: SessionSource): void {
    this.#open.set(session.id, { session, messages: 0 });
    this.#memory.recordOpened(session);
    this.#queue.keepAhead();
  }

  recordClosed(session: SessionSource): void {
    this.#open.delete(session.id);
    this.#memory.recordClosed(session);
    const { messages, failed } = session.summary();
    if (messages > 0 || failed) this.#queue.follow({ type: "session", session: session.details() });
    else this.#queue.keepAhead();
  }

  /**
   * Returns the session of a message that is about to be stored, so that a crash leaves a transcript. In a session with many
   * messages it is returned for the 1st, 2nd, 4th, 8th and so on: the whole transcript for each message would cost more than the mail.
   */
  snapshotFor(sessionId: string | null, messageId: string): Session | undefined {
    const open = sessionId === null ? undefined : this.#open.get(sessionId);
    if (open === undefined) return undefined;
    open.messages++;
    if (!isPowerOfTwo(open.messages)) return undefined;
    const details = open.session.details();
    return { ...details, messages: details.messages + 1, messageIds: [...details.messageIds, messageId] };
  }

  get(id: string): SessionSource | undefined {
    return this.#memory.get(id);
  }

  list(options: SessionListOptions): { items: SessionSource[]; total: number } {
    return this.#memory.list(options);
  }
}

const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;
