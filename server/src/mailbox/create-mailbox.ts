import type { MessageSummary, Query, StreamEvent } from "@mailglass/shared";
import { forget, forgetAll } from "../mail/mail.ts";
import { ChangeLog } from "./change-log.ts";
import { type Eventually, whenReady } from "./eventually.ts";
import { createFaultScript } from "./fault-script.ts";
import { idOf, randomText, seqOf } from "./ids.ts";
import { directRunner, LargeReads } from "./large-reads.ts";
import type {
  Counts,
  FaultScript,
  Incoming,
  Limits,
  ListOptions,
  Mailbox,
  Marks,
  Memory,
  MessageHandle,
  Page,
  Rows,
  StoredMessage,
  WaitCriteria,
  WaitOutcome,
} from "./mailbox.ts";
import type { MailboxOptions } from "./mailbox-options.ts";
import { compileQuery } from "./match.ts";
import { Ring } from "./ring.ts";
import { boundedRows, type MakeRow, type Numbered, nextOf, rowsOf } from "./row-page.ts";
import { Sessions } from "./session-log.ts";
import { Slabs } from "./slabs.ts";
import { Stored } from "./stored-message.ts";
import { Waiters } from "./waiters.ts";
import { Walker } from "./walk.ts";

const DEFAULT_LIMITS: Limits = { messages: 1_000, bytes: 256 * 1024 * 1024, envelopeBytes: Number.POSITIVE_INFINITY };

const EVERYTHING: ListOptions = { limit: Number.POSITIVE_INFINITY };

/** The part of the ring's bytes that may lie idle between messages whatever these come to. */
const IDLE_SHARE = 1 / 16;

/** Rows of the list that are kept at least; all of them would cost as much memory as the mail itself. */
const MAX_ROWS = 2_000;

/** Makes an empty mailbox, with room for 1,000 messages and 256 MiB where nothing else is said. */
export function createMailbox({ limits, sessions = 1_000, ...options }: MailboxOptions = {}): Mailbox {
  return new MemoryMailbox({ ...DEFAULT_LIMITS, ...limits }, sessions, options);
}

class MemoryMailbox implements Mailbox {
  readonly instance = randomText(12);
  readonly limits: Limits;
  readonly sessions: Sessions;
  readonly faults: FaultScript;
  readonly #ring = new Ring<Stored>();
  readonly #slabs: Slabs;
  readonly #largeReads: LargeReads;
  /** Ids of the messages whose row was made, in that order. */
  readonly #rows: string[] = [];
  readonly #walker = new Walker();
  readonly #changes: ChangeLog;
  readonly #waiters: Waiters<Stored>;
  #received = 0;
  #evicted = 0;
  #unread = 0;
  /** Estimated bytes of heap of the envelopes in the ring. */
  #envelopeBytes = 0;

  constructor(
    limits: Limits,
    keptSessions: number,
    { sessionBytes, worker = directRunner, onEventError = () => {} }: MailboxOptions,
  ) {
    this.limits = limits;
    this.#slabs = new Slabs(limits.bytes);
    this.#largeReads = new LargeReads(worker);
    this.#changes = new ChangeLog(
      {
        message: (seq) => this.#ring.at(seq),
        row: (message) => this.row(message),
        summary: (message) => this.summary(message),
        session: (number) => this.sessions.at(number),
      },
      onEventError,
    );
    this.sessions = new Sessions(this.#changes, keptSessions, sessionBytes);
    this.faults = createFaultScript(() => randomText(20));
    this.#waiters = new Waiters({
      ring: this.#ring,
      walker: this.#walker,
      received: () => this.#received,
      seq: () => this.seq,
      failedSessions: (since, limit) => this.sessions.failedSince(since, limit).map((session) => session.summary()),
      onError: onEventError,
    });
  }

  get seq(): number {
    return this.#changes.seq;
  }

  get memory(): Memory {
    return this.#slabs;
  }

  counts(): Counts {
    return {
      messages: this.#ring.length,
      bytes: this.#ring.bytes,
      unread: this.#unread,
      received: this.#received,
      evicted: this.#evicted,
      openSessions: this.sessions.openCount,
      waiters: this.#waiters.count,
    };
  }

  /** Runs for every mail while its sender waits: reads nothing of it, and makes no more than the ring and the log need. */
  add(incoming: Incoming): Stored {
    const seq = this.#changes.seq + 1;
    const message = new Stored(idOf(this.instance, seq), seq, incoming, this.#slabs, this.#largeReads);
    this.#ring.add(message);
    this.#envelopeBytes += message.heapBytes;
    this.#received++;
    this.#unread++;
    this.#changes.added(message);
    this.#waiters.added(message);
    while (this.#ring.length > 1 && this.#isOver()) this.#evict();
    this.#closeRanks();
    return message;
  }

  get(id: string): StoredMessage | undefined {
    return this.#find(id)?.lend();
  }

  #find(id: string): Stored | undefined {
    const message = this.#ring.at(seqOf(this.instance, id));
    // Base 36 has no capital letters, but reads them.
    return message?.id === id ? message : undefined;
  }

  async latest(query?: Query): Promise<StoredMessage | undefined> {
    if (query === undefined) return this.#ring.before(Number.POSITIVE_INFINITY, 1)[0]?.lend();
    const test = compileQuery(query);
    let newest: Stored | undefined;
    await this.#walk((message) =>
      whenReady(test(message), (holds) => {
        if (holds) newest = message.lend();
        return !holds;
      }),
    );
    return newest;
  }

  list({ limit, before, after, offset }: ListOptions): Page {
    const found = this.#ring.before(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const items = found.slice(0, limit).map((message) => message.lend());
    const { length } = this.#ring;
    return { items, total: length, matched: length, next: nextOf(items, found.length) };
  }

  search(query: Query, options: ListOptions): Promise<Page> {
    return this.#search(query, options, (message) => message.lend());
  }

  async rows(options: ListOptions, query?: Query): Promise<Rows> {
    const row = boundedRows((message: Stored) => this.row(message));
    return query === undefined ? this.#page(options, row) : this.#search(query, options, row);
  }

  /** The rows of a page, made in slices, as a search does it. */
  async #page({ limit, before, after, offset }: ListOptions, make: MakeRow): Promise<Rows> {
    const found = this.#ring.before(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const { length } = this.#ring;
    const { items, isFull } = await rowsOf(found.slice(0, limit), make);
    const hasMore = isFull || found.length > limit;
    return { items, total: length, matched: length, next: hasMore ? (items.at(-1)?.seq ?? null) : null };
  }

  /**
   * Makes each item as soon as it is found: by the end of the walk the message may be gone.
   *
   * @param make gives undefined where no further item is to be in the page
   */
  async #search<Item extends Numbered>(
    query: Query,
    options: ListOptions,
    make: (message: Stored) => Eventually<Item | undefined>,
  ) {
    const { limit, before, after, offset = 0 } = options;
    const test = compileQuery(query);
    const above = after ?? Number.NEGATIVE_INFINITY;
    const below = before ?? Number.POSITIVE_INFINITY;
    const items: Item[] = [];
    let isFull = limit === 0;
    let matched = 0;
    let inRange = 0;
    await this.#walk((message) =>
      whenReady(test(message), (holds) => {
        if (!holds) return true;
        matched++;
        const isInPage = message.seq > above && message.seq < below && ++inRange > offset && !isFull;
        if (!isInPage) return true;
        return whenReady(make(message), (item) => {
          if (item !== undefined) items.push(item);
          isFull = item === undefined || items.length >= limit;
          return true;
        });
      }),
    );
    return { items, total: this.#ring.length, matched, next: nextOf(items, inRange - offset) };
  }

  handles({ limit, before, after, offset }: ListOptions = EVERYTHING): readonly MessageHandle[] {
    return this.#ring.before(before ?? Number.POSITIVE_INFINITY, limit, after, offset);
  }

  handle(id: string): MessageHandle | undefined {
    return this.#find(id);
  }

  remove(ids: readonly string[]): number {
    const removed: string[] = [];
    for (const id of ids) {
      const message = this.#ring.remove(this.#find(id)?.seq ?? Number.NaN);
      if (message === undefined) continue;
      this.#gone(message);
      removed.push(id);
    }
    if (removed.length > 0) this.#changes.deleted(removed);
    this.#closeRanks();
    return removed.length;
  }

  async removeMatching(query: Query): Promise<number> {
    const matching = await this.find(query);
    return this.remove(matching.map(({ id }) => id));
  }

  clear(): number {
    const count = this.#ring.length;
    for (const message of this.#ring.before(Number.POSITIVE_INFINITY, count)) message.discard();
    this.#ring.clear();
    this.#unread = 0;
    this.#envelopeBytes = 0;
    forgetAll((mail) => mail instanceof Stored && mail.id.startsWith(this.instance));
    this.#changes.cleared();
    return count;
  }

  mark(id: string, marks: Marks): MessageHandle | undefined {
    const message = this.#find(id);
    if (message !== undefined) this.#mark(message, marks);
    return message;
  }

  async markMatching(query: Query, marks: Marks): Promise<number> {
    const matching = (await this.find(query)).filter(({ seq }) => this.#ring.at(seq));
    for (const message of matching) this.#mark(message, marks);
    return matching.length;
  }

  row(message: MessageHandle): Eventually<MessageSummary> {
    return this.#own(message).row();
  }

  summary(message: MessageHandle): MessageSummary {
    return this.#own(message).summary();
  }

  /** Notes that its row is asked for. */
  #own(message: MessageHandle): Stored {
    if (!(message instanceof Stored)) throw new TypeError("This is no message of this mailbox");
    if (!message.hasSummary()) this.#rows.push(message.id);
    if (this.#rows.length > 2 * MAX_ROWS) {
      for (const id of this.#rows.splice(0, MAX_ROWS)) this.#find(id)?.dropRow();
    }
    return message;
  }

  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome> {
    return this.#waiters.wait(criteria, options);
  }

  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    return this.#changes.replay(seq, visit);
  }

  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  close(): void {
    this.#waiters.close();
  }

  #isOver(): boolean {
    const { messages, bytes, envelopeBytes } = this.limits;
    return this.#ring.length > messages || this.#ring.bytes > bytes || this.#envelopeBytes > envelopeBytes;
  }

  #evict(): void {
    const oldest = this.#ring.evict();
    if (oldest === undefined) return;
    this.#evicted++;
    this.#gone(oldest);
    this.#changes.evicted(oldest.id);
  }

  #gone(message: Stored): void {
    if (!message.read) this.#unread--;
    this.#envelopeBytes -= message.heapBytes;
    forget(message);
    message.discard();
  }

  /**
   * Where messages are deleted from between others, or came between such as were never kept, what is left holds more memory than
   * its bytes: at most as much again.
   */
  #closeRanks(): void {
    if (this.#slabs.idle <= Math.max(this.limits.bytes * IDLE_SHARE, this.#slabs.kept)) return;
    for (const message of this.#ring.before(Number.POSITIVE_INFINITY, this.#ring.length)) message.lend();
  }

  #mark(message: Stored, { read, tags }: Marks): void {
    if (read !== undefined && read !== message.read) {
      message.read = read;
      this.#unread += read ? -1 : 1;
    }
    if (tags !== undefined) message.tags = [...tags];
    message.dropSummary();
    this.#changes.changed(message);
  }

  async find(query: Query): Promise<readonly Stored[]> {
    const test = compileQuery(query);
    const found: Stored[] = [];
    await this.#walk((message) =>
      whenReady(test(message), (holds) => {
        if (holds) found.push(message);
        return true;
      }),
    );
    return found;
  }

  #walk(visit: (message: Stored) => Eventually<boolean>): Promise<void> {
    return this.#walker.walk(this.#ring, { after: Number.NEGATIVE_INFINITY, before: this.seq + 1, visit });
  }
}
