import type { Session } from "@mailglass/shared";
import type { ChangeLog } from "../change-log.ts";
import { StoredSession } from "../persistent/stored-session.ts";
import type { Budget, SessionListOptions, SessionLog, SessionSource } from "../session-log.ts";
import type { SessionRing } from "../session-ring.ts";
import type { SharedCommits } from "./shared-commits.ts";

/**
 * The sessions of all instances. Those that delivered a message or failed are shared when they close. Open ones are known to their own
 * instance only; the others have a transcript up to one of the messages.
 */
export class SharedSessions implements SessionLog {
  readonly budget: Budget;
  readonly #memory: SessionRing;
  readonly #commits: SharedCommits;
  readonly #changes: ChangeLog;
  /** Open sessions of this instance by id, with the number of their messages. */
  readonly #open = new Map<string, { readonly session: SessionSource; messages: number }>();

  constructor(memory: SessionRing, changes: ChangeLog, commits: SharedCommits) {
    this.budget = memory.budget;
    this.#memory = memory;
    this.#changes = changes;
    this.#commits = commits;
  }

  recordOpened(session: SessionSource): void {
    this.#open.set(session.id, { session, messages: 0 });
    this.#memory.recordOpened(session);
  }

  recordClosed(session: SessionSource): void {
    this.#open.delete(session.id);
    this.#memory.recordClosed(session);
    const { messages, failed } = session.summary();
    if (messages > 0 || failed) this.#commits.follow({ type: "session", session: session.details() });
  }

  /**
   * Shares the session of a message, so that other instances, and a crash, have a transcript. In a session with many messages
   * that happens for the 1st, 2nd, 4th, 8th and so on: the whole transcript for each message would cost more than the mail.
   */
  onMessageAdded(sessionId: string | null, messageId: string): void {
    const open = sessionId === null ? undefined : this.#open.get(sessionId);
    if (open === undefined) return;
    open.messages++;
    if ((open.messages & (open.messages - 1)) !== 0) return;
    const details = open.session.details();
    // The engine adds the id after this.
    const session = details.messageIds.includes(messageId)
      ? details
      : { ...details, messages: details.messages + 1, messageIds: [...details.messageIds, messageId] };
    this.#commits.follow({ type: "session", session });
  }

  /** Adds a session of another instance, or replaces it. Its end has an event. */
  put(session: Session): void {
    const stored = this.load(session, session.closedAt === null ? undefined : this.#changes.nextSeq);
    if (stored !== undefined && session.closedAt !== null) this.#changes.recordSessionClosed(stored);
  }

  /**
   * Adds a session from the store, without an event. One of this instance is known already.
   *
   * @param closedSeq number of the change that closed it, if that was after the start
   */
  load(session: Session, closedSeq?: number): SessionSource | undefined {
    const known = this.#memory.get(session.id);
    if (known !== undefined && !(known instanceof StoredSession)) return undefined;
    return this.#memory.putShared((number) => new StoredSession(session, known?.number ?? number), closedSeq);
  }

  get(id: string): SessionSource | undefined {
    return this.#memory.get(id);
  }

  list(options: SessionListOptions): { items: SessionSource[]; total: number } {
    return this.#memory.list(options);
  }
}
