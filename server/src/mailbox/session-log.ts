import type { ChangeLog } from "./change-log.ts";
import type { SessionLog, SessionSource } from "./mailbox.ts";
import { Ring, type RingItem } from "./ring.ts";

class Entry implements RingItem {
  readonly size = 0;
  readonly seq: number;
  readonly session: SessionSource;
  /** Number of the change that closed it; 0 while it is open. */
  closed = 0;

  constructor(seq: number, session: SessionSource) {
    this.seq = seq;
    this.session = session;
  }

  get id(): string {
    return this.session.id;
  }
}

/** Sessions in the order in which they opened. Open ones are always kept, closed ones until `kept` closed after them. */
export class Sessions implements SessionLog {
  readonly #entries = new Ring<Entry>();
  #closedIds: string[] = [];
  #closedHead = 0;
  readonly #changes: ChangeLog;
  readonly #kept: number;

  /** @param kept closed sessions that are kept */
  constructor(changes: ChangeLog, kept: number) {
    this.#changes = changes;
    this.#kept = kept;
  }

  get openCount(): number {
    return this.#entries.length - (this.#closedIds.length - this.#closedHead);
  }

  opened(session: SessionSource): void {
    this.#changes.opened(session);
    this.#entries.add(new Entry(this.#changes.seq, session));
  }

  closed(session: SessionSource): void {
    const entry = this.#entries.get(session.id);
    if (entry === undefined || entry.closed > 0) return;
    this.#changes.closed(session);
    entry.closed = this.#changes.seq;
    this.#closedIds.push(session.id);
    while (this.#closedIds.length - this.#closedHead > this.#kept) {
      const oldest = this.#closedIds[this.#closedHead++];
      if (oldest !== undefined) this.#entries.remove(oldest);
    }
    if (this.#closedHead > this.#kept) {
      this.#closedIds = this.#closedIds.slice(this.#closedHead);
      this.#closedHead = 0;
    }
  }

  get(id: string): SessionSource | undefined {
    return this.#entries.get(id)?.session;
  }

  list(options: { limit: number; before?: string; failed?: boolean; open?: boolean }): {
    items: SessionSource[];
    total: number;
  } {
    // Below a session that has made room there is nothing: those before it made room first.
    const before =
      options.before === undefined ? Number.POSITIVE_INFINITY : (this.#entries.get(options.before)?.seq ?? 0);
    const all = this.#entries.before(Number.POSITIVE_INFINITY, this.#entries.length).filter((entry) => {
      if (options.open !== undefined && options.open !== (entry.closed === 0)) return false;
      return options.failed === undefined || entry.session.summary().failed === options.failed;
    });
    const items = all.filter((entry) => entry.seq < before).slice(0, options.limit);
    return { items: items.map((entry) => entry.session), total: all.length };
  }

  /** At most `limit` sessions that failed and were closed after change number `since`, newest first. */
  failedSince(since: number, limit: number): SessionSource[] {
    const found: SessionSource[] = [];
    for (const entry of this.#entries.before(Number.POSITIVE_INFINITY, this.#entries.length)) {
      if (found.length === limit) break;
      if (entry.closed > since && entry.session.summary().failed) found.push(entry.session);
    }
    return found;
  }
}
