import type { ChangeLog } from "./change-log.ts";
import type { Budget, SessionLog, SessionSource } from "./mailbox.ts";
import { Ring, type RingItem } from "./ring.ts";

/** Characters of an id before its number. */
const PREFIX = 6;

class Entry implements RingItem {
  readonly size = 0;
  readonly session: SessionSource;
  /** Number of the change that closed it; 0 while it is open. */
  closed = 0;

  constructor(session: SessionSource) {
    this.session = session;
  }

  get seq(): number {
    return this.session.number;
  }
}

/** Sessions in the order in which they opened. Open ones are always kept, closed ones until `kept` closed after them. */
export class Sessions implements SessionLog {
  readonly #entries = new Ring<Entry>();
  /** Numbers of those that closed, in that order. */
  #closed: number[] = [];
  #closedHead = 0;
  readonly #changes: ChangeLog;
  readonly #kept: number;
  readonly budget: Budget;
  #bytes = 0;

  /**
   * @param kept closed sessions that are kept
   * @param maxBytes estimated bytes of heap that all sessions may take, open ones included
   */
  constructor(changes: ChangeLog, kept: number, maxBytes = Number.POSITIVE_INFINITY) {
    this.#changes = changes;
    this.#kept = kept;
    this.budget = {
      limit: maxBytes,
      reserve: (bytes) => this.#reserve(bytes),
      release: (bytes) => {
        this.#bytes -= bytes;
      },
    };
  }

  #reserve(bytes: number): boolean {
    while (this.#bytes + bytes > this.budget.limit) {
      if (!this.#evict()) return false;
    }
    this.#bytes += bytes;
    return true;
  }

  /** Removes the session that was closed first; false where there is none. */
  #evict(): boolean {
    const oldest = this.#closed[this.#closedHead];
    if (oldest === undefined) return false;
    this.#closedHead++;
    const entry = this.#entries.remove(oldest);
    if (entry !== undefined) this.#bytes -= entry.session.heapBytes;
    return true;
  }

  get openCount(): number {
    return this.#entries.length - (this.#closed.length - this.#closedHead);
  }

  opened(session: SessionSource): void {
    this.#changes.opened(session);
    this.#entries.add(new Entry(session));
  }

  closed(session: SessionSource): void {
    const entry = this.#entries.at(session.number);
    if (entry === undefined || entry.closed > 0) return;
    this.#changes.closed(session);
    entry.closed = this.#changes.seq;
    this.#closed.push(session.number);
    while (this.#closed.length - this.#closedHead > this.#kept) this.#evict();
    if (this.#closedHead > this.#kept) {
      this.#closed = this.#closed.slice(this.#closedHead);
      this.#closedHead = 0;
    }
  }

  at(number: number): SessionSource | undefined {
    return this.#entries.at(number)?.session;
  }

  get(id: string): SessionSource | undefined {
    return this.#all().find(({ session }) => session.id === id)?.session;
  }

  /**
   * The number of the session of this id, also of one that has made room: below it may be others that were open for longer. NaN
   * where the id is none of this server's.
   */
  #numberOf(id: string): number {
    const [newest] = this.#entries.before(Number.POSITIVE_INFINITY, 1);
    const isOurs = newest?.session.id.slice(0, PREFIX) === id.slice(0, PREFIX);
    return this.get(id)?.number ?? (isOurs ? Number.parseInt(id.slice(PREFIX), 36) : Number.NaN);
  }

  /** Newest first. */
  #all(): Entry[] {
    return this.#entries.before(Number.POSITIVE_INFINITY, this.#entries.length);
  }

  list(options: { limit: number; before?: string; failed?: boolean; open?: boolean }): {
    items: SessionSource[];
    total: number;
  } {
    const before = options.before === undefined ? Number.POSITIVE_INFINITY : this.#numberOf(options.before);
    const all = this.#all().filter((entry) => {
      if (options.open !== undefined && options.open !== (entry.closed === 0)) return false;
      return options.failed === undefined || entry.session.summary().failed === options.failed;
    });
    const items = all.filter((entry) => entry.seq < before).slice(0, options.limit);
    return { items: items.map((entry) => entry.session), total: all.length };
  }

  /** At most `limit` sessions that failed and were closed after change number `since`, newest first. */
  failedSince(since: number, limit: number): SessionSource[] {
    const found: SessionSource[] = [];
    for (const entry of this.#all()) {
      if (found.length === limit) break;
      if (entry.closed > since && entry.session.summary().failed) found.push(entry.session);
    }
    return found;
  }
}
