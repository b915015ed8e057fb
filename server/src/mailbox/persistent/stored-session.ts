import type { Session, SessionSummary } from "@mailglass/shared";
import type { SessionSource } from "../session-log.ts";

/** Estimated heap bytes of a session, and of a line of its transcript. */
const SESSION_BYTES = 2_000;
const LINE_BYTES = 400;

const DETAILS = ["transcript", "dropped", "findings", "clientMs", "serverMs", "interrupted"] as const;

/** A session that was read from the store. Its number is negative, so that it is older than every session of this process. */
export class StoredSession implements SessionSource {
  readonly id: string;
  readonly number: number;
  readonly heapBytes: number;
  #session: Session;

  constructor(session: Session, number: number) {
    this.id = session.id;
    this.number = number;
    this.heapBytes = SESSION_BYTES + LINE_BYTES * session.transcript.length;
    this.#session = session.closedAt === null ? closeInterrupted(session) : session;
  }

  get interruptedBytes(): number {
    const { interrupted } = this.#session;
    return interrupted === null ? 0 : interrupted.head.length + interrupted.tail.length;
  }

  dropInterruptedData(): void {
    this.#session = { ...this.#session, interrupted: null };
  }

  summary(): SessionSummary {
    const session: Partial<Session> & SessionSummary = { ...this.#session };
    for (const name of DETAILS) delete session[name];
    return session;
  }

  details(): Session {
    return this.#session;
  }
}

/** Closes a session that a crash has interrupted, at the time of the last line of its transcript. */
function closeInterrupted(session: Session): Session {
  const closedAt = Date.parse(session.openedAt) + (session.transcript.at(-1)?.at ?? 0);
  return { ...session, closedAt: new Date(closedAt).toISOString() };
}
