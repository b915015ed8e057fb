import type { SessionSummary } from "@mailglass/shared";
import type { ChangeLog } from "./change-log.ts";
import { Ring, type RingItem } from "./ring.ts";
import type { Budget, SessionListOptions, SessionLog, SessionSource } from "./session-log.ts";

/** Number of characters of an id before its number. */
const ID_PREFIX_LENGTH = 6;

/** Maximum bytes of interrupted messages that all sessions keep together. */
const MAX_INTERRUPTED_BYTES = 1024 * 1024;

/** Returns the duration of a session in milliseconds; an open one lasts until now. */
function measureDuration({ openedAt, closedAt }: SessionSummary): number {
  return (closedAt === null ? Date.now() : Date.parse(closedAt)) - Date.parse(openedAt);
}

/** In place of the number of a change that this process has not seen. */
const BEFORE_START = -1;

class SessionEntry implements RingItem {
  readonly size = 0;
  session: SessionSource;
  readonly seq: number;
  /** Number of the change that closed it; 0 while it is open, BEFORE_START if it was closed before. */
  closedSeq: number;

  constructor(session: SessionSource, closedSeq = 0) {
    this.closedSeq = closedSeq;
    this.session = session;
    this.seq = session.number;
  }
}

/** Distance of the numbers of other instances' sessions, which are between those of this instance, which are integers. */
const SHARED_STEP = 2 ** -20;

const nextSharedNumber = (newest: number): number => newest + SHARED_STEP;

/** Sessions in the order in which they opened. Open ones are always kept; of the closed ones, the last `maxClosed`. */
export class SessionRing implements SessionLog {
  readonly #entries = new Ring<SessionEntry>();
  /** Numbers of the closed sessions, in the order in which they closed. */
  #closedNumbers: number[] = [];
  #closedHead = 0;
  readonly #changes: ChangeLog;
  readonly #maxClosed: number;
  readonly budget: Budget;
  #reservedBytes = 0;
  /** Closed sessions with an interrupted message, oldest first. */
  readonly #interrupted: SessionSource[] = [];
  #interruptedBytes = 0;

  /**
   * @param maxClosed maximum number of closed sessions
   * @param maxBytes limit for the estimated heap size of all sessions, including open ones, in bytes
   */
  constructor(changes: ChangeLog, maxClosed: number, maxBytes = Number.POSITIVE_INFINITY) {
    this.#changes = changes;
    this.#maxClosed = maxClosed;
    this.budget = {
      limit: maxBytes,
      reserve: (bytes) => this.#reserve(bytes),
      release: (bytes) => {
        this.#reservedBytes -= bytes;
      },
    };
  }

  #reserve(bytes: number): boolean {
    while (this.#reservedBytes + bytes > this.budget.limit) {
      if (!this.#evictOldestClosed()) return false;
    }
    this.#reservedBytes += bytes;
    return true;
  }

  /** Removes the session that was closed first; returns false if there is none. */
  #evictOldestClosed(): boolean {
    const oldest = this.#closedNumbers[this.#closedHead];
    if (oldest === undefined) return false;
    this.#closedHead++;
    const entry = this.#entries.remove(oldest);
    if (entry === undefined) return true;
    this.#reservedBytes -= entry.session.heapBytes;
    this.#forgetInterrupted(entry.session);
    return true;
  }

  get openCount(): number {
    return this.#entries.length - (this.#closedNumbers.length - this.#closedHead);
  }

  recordOpened(session: SessionSource): void {
    this.#changes.recordSessionOpened(session);
    this.#entries.add(new SessionEntry(session));
  }

  /**
   * Adds a closed session from the store. There is no event. It must be newer than those before.
   *
   * @param closedSeq number of the change that closed it, if that was after the start
   */
  addStored(session: SessionSource, closedSeq = BEFORE_START): void {
    if (!this.#reserve(session.heapBytes)) return;
    this.#entries.add(new SessionEntry(session, closedSeq));
    this.#closedNumbers.push(session.number);
    this.#limitInterruptedData(session);
    this.#trimClosed();
  }

  /** Adds a session of another instance, or replaces it. There is no event. */
  putShared(createSession: (number: number) => SessionSource, closedSeq?: number): SessionSource {
    const [newest] = this.#entries.newestBefore(Number.POSITIVE_INFINITY, 1);
    const session = createSession(nextSharedNumber(newest?.session.number ?? 0));
    const known = this.#newestFirst().find((entry) => entry.session.id === session.id);
    if (known === undefined) this.addStored(session, closedSeq);
    else this.#replace(known, session, closedSeq);
    return session;
  }

  #replace(entry: SessionEntry, session: SessionSource, closedSeq = entry.closedSeq): void {
    entry.closedSeq = closedSeq;
    this.#reservedBytes += session.heapBytes - entry.session.heapBytes;
    this.#forgetInterrupted(entry.session);
    entry.session = session;
    this.#limitInterruptedData(session);
  }

  recordClosed(session: SessionSource): void {
    const entry = this.#entries.at(session.number);
    if (entry === undefined || entry.closedSeq > 0) return;
    entry.closedSeq = this.#changes.recordSessionClosed(session);
    this.#closedNumbers.push(session.number);
    this.#limitInterruptedData(session);
    this.#trimClosed();
  }

  #trimClosed(): void {
    while (this.#closedNumbers.length - this.#closedHead > this.#maxClosed) this.#evictOldestClosed();
    if (this.#closedHead > this.#maxClosed) {
      this.#closedNumbers = this.#closedNumbers.slice(this.#closedHead);
      this.#closedHead = 0;
    }
  }

  #forgetInterrupted(session: SessionSource): void {
    const index = session.interruptedBytes === 0 ? -1 : this.#interrupted.indexOf(session);
    if (index === -1) return;
    this.#interrupted.splice(index, 1);
    this.#interruptedBytes -= session.interruptedBytes;
  }

  /** Drops the oldest interrupted messages if all together have more than MAX_INTERRUPTED_BYTES. */
  #limitInterruptedData(newest: SessionSource): void {
    if (newest.interruptedBytes === 0) return;
    this.#interrupted.push(newest);
    this.#interruptedBytes += newest.interruptedBytes;
    while (this.#interruptedBytes > MAX_INTERRUPTED_BYTES) {
      const oldest = this.#interrupted.shift();
      this.#interruptedBytes -= oldest?.interruptedBytes ?? 0;
      oldest?.dropInterruptedData();
    }
  }

  at(number: number): SessionSource | undefined {
    return this.#entries.at(number)?.session;
  }

  get(id: string): SessionSource | undefined {
    return this.#newestFirst().find(({ session }) => session.id === id)?.session;
  }

  /**
   * Returns the number of the session with this id, even if the session was evicted: a lower number may still exist, if that session
   * was open longer. NaN if the id is not of this server.
   */
  #parseNumber(id: string): number {
    const [newest] = this.#entries.newestBefore(Number.POSITIVE_INFINITY, 1);
    const isOurs = newest?.session.id.slice(0, ID_PREFIX_LENGTH) === id.slice(0, ID_PREFIX_LENGTH);
    return this.get(id)?.number ?? (isOurs ? Number.parseInt(id.slice(ID_PREFIX_LENGTH), 36) : Number.NaN);
  }

  /** Newest first. */
  #newestFirst(): SessionEntry[] {
    return this.#entries.newestBefore(Number.POSITIVE_INFINITY, this.#entries.length);
  }

  list(options: SessionListOptions): { items: SessionSource[]; total: number } {
    const { minDuration = 0, maxDuration = Number.POSITIVE_INFINITY } = options;
    const hasDuration = minDuration > 0 || maxDuration < Number.POSITIVE_INFINITY;
    const before = options.before === undefined ? Number.POSITIVE_INFINITY : this.#parseNumber(options.before);
    const all = this.#newestFirst().filter((entry) => {
      if (options.open !== undefined && options.open !== (entry.closedSeq === 0)) return false;
      if (options.failed === undefined && !hasDuration) return true;
      const summary = entry.session.summary();
      const durationMs = hasDuration ? measureDuration(summary) : 0;
      if (durationMs < minDuration || durationMs > maxDuration) return false;
      return options.failed === undefined || summary.failed === options.failed;
    });
    const items = all.filter((entry) => entry.seq < before).slice(0, options.limit);
    return { items: items.map((entry) => entry.session), total: all.length };
  }

  /** Returns at most `limit` sessions that failed and were closed after change number `since`, newest first. */
  failedSince(since: number, limit: number): SessionSource[] {
    const found: SessionSource[] = [];
    for (const entry of this.#newestFirst()) {
      if (found.length === limit) break;
      if (entry.closedSeq > since && entry.session.summary().failed) found.push(entry.session);
    }
    return found;
  }
}
