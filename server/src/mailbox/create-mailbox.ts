import type { MessageSummary, Query, StreamEvent } from "@mailglass/shared";
import type { Allocator } from "../base/allocator.ts";
import { ViewCache } from "../mail/view-cache.ts";
import { buildRows, type HasSeq, limitRowBytes, nextPageSeq, type RowBuilder } from "./build-rows.ts";
import { ChangeLog } from "./change-log.ts";
import { Compaction } from "./compaction.ts";
import { compileQuery } from "./compile-query.ts";
import { CooperativeScan } from "./cooperative-scan.ts";
import { createFaultScript } from "./fault-script.ts";
import { IdlePreparation } from "./idle-preparation.ts";
import { KeptMessages } from "./kept-messages.ts";
import { LargeMessageQueue, mainThreadRunner } from "./large-message-queue.ts";
import type {
  FaultScript,
  IncomingMail,
  ListOptions,
  Mailbox,
  MailboxCounts,
  MailboxLimits,
  MessageHandle,
  MessageMarks,
  MessagePage,
  RowPage,
  StoredMessage,
  Undo,
  WaitCriteria,
  WaitOutcome,
} from "./mailbox.ts";
import { DEFAULT_LIMITS, type MailboxOptions } from "./mailbox-options.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import { createRandomId, formatMessageId, parseMessageSeq } from "./message-ids.ts";
import type { Ring } from "./ring.ts";
import { RowCache } from "./row-cache.ts";
import { ScratchBuffer } from "./scratch-buffer.ts";
import { SessionRing } from "./session-ring.ts";
import { SlabAllocator } from "./slab-allocator.ts";
import { type MessageContext, RingMessage } from "./stored-message.ts";
import { ThreadIndex } from "./threads/thread-index.ts";
import { Waiters } from "./waiters.ts";

const EVERYTHING: ListOptions = { limit: Number.POSITIVE_INFINITY };

/** Creates an empty mailbox. By default it keeps 1,000 messages and 256 MiB. */
export function createMailbox({ limits, maxClosedSessions = 1_000, ...options }: MailboxOptions = {}): Mailbox {
  return new MemoryMailbox({ ...DEFAULT_LIMITS, ...limits }, maxClosedSessions, options);
}

class MemoryMailbox implements Mailbox {
  readonly instance = createRandomId(12);
  readonly limits: MailboxLimits;
  readonly sessions: SessionRing;
  readonly faults: FaultScript = createFaultScript(() => createRandomId(20));
  readonly threads = new ThreadIndex(this);
  readonly #kept: KeptMessages;
  readonly #ring: Ring<RingMessage>;
  readonly #slabs: SlabAllocator;
  readonly #compaction: Compaction;
  readonly #context: MessageContext;
  readonly #rowCache = new RowCache((seq) => this.#ring.at(seq));
  readonly #scan = new CooperativeScan();
  readonly #changes: ChangeLog;
  readonly #waiters: Waiters<RingMessage>;
  readonly #idlePreparation: IdlePreparation | undefined;
  #receivedCount = 0;

  constructor(
    limits: MailboxLimits,
    maxClosedSessions: number,
    { maxSessionBytes, worker = mainThreadRunner, prepareWhenIdle = false, onEventError = () => {} }: MailboxOptions,
  ) {
    this.limits = limits;
    this.#kept = new KeptMessages(limits, () => this.#compaction.compactIfFragmented());
    this.#ring = this.#kept.ring;
    this.#slabs = new SlabAllocator(limits.bytes);
    this.#compaction = new Compaction(() => this.#kept.all(), this.#slabs, limits.bytes);
    this.#context = {
      slabs: this.#slabs,
      scratch: new ScratchBuffer(),
      viewCache: new ViewCache(),
      largeMessages: new LargeMessageQueue(worker),
    };
    this.#changes = new ChangeLog(
      {
        messageAt: (seq) => this.#ring.at(seq),
        row: (message) => this.row(message),
        summary: (message) => this.summary(message),
        sessionAt: (number) => this.sessions.at(number),
        undo: (token) => this.#kept.findUndo(token),
      },
      onEventError,
    );
    this.sessions = new SessionRing(this.#changes, maxClosedSessions, maxSessionBytes);
    this.#waiters = new Waiters({
      ring: this.#ring,
      scan: this.#scan,
      receivedCount: () => this.#receivedCount,
      seq: () => this.seq,
      failedSessions: (since, limit) => this.sessions.failedSince(since, limit).map((session) => session.summary()),
      onError: onEventError,
    });
    if (prepareWhenIdle)
      this.#idlePreparation = new IdlePreparation((seq, withRow) => {
        const message = this.#ring.at(seq);
        if (message === undefined) return false;
        return (withRow ? this.#requestRow(message) : message).prepareStep(withRow);
      });
  }

  get seq(): number {
    return this.#changes.seq;
  }

  get allocator(): Allocator {
    return this.#slabs;
  }

  counts(): MailboxCounts {
    return {
      messages: this.#ring.length,
      bytes: this.#ring.bytes,
      unread: this.#kept.unreadCount,
      received: this.#receivedCount,
      evicted: this.#kept.evictedCount,
      openSessions: this.sessions.openCount,
      waiters: this.#waiters.count,
    };
  }

  /** Runs for every mail while its sender waits, so it does not read the mail and allocates only what the ring and the log need. */
  add(incoming: IncomingMail): RingMessage {
    const seq = this.#changes.seq + 1;
    const message = new RingMessage(formatMessageId(this.instance, seq), seq, incoming, this.#context);
    this.#kept.add(message);
    this.#receivedCount++;
    this.#changes.recordAdded(message);
    this.#waiters.onMessageAdded(message);
    this.#idlePreparation?.onMessageAdded(seq);
    this.#kept.evictExcess(this.#recordEvicted);
    this.#compaction.compactIfFragmented();
    return message;
  }

  get(id: string): StoredMessage | undefined {
    return this.#find(id)?.pin();
  }

  #find(id: string): RingMessage | undefined {
    const message = this.#ring.at(parseMessageSeq(this.instance, id));
    // `parseInt` with base 36 also accepts capitals, which are never in an id.
    return message?.id === id ? message : undefined;
  }

  async latest(query?: Query): Promise<StoredMessage | undefined> {
    if (query === undefined) return this.#ring.newestBefore(Number.POSITIVE_INFINITY, 1)[0]?.pin();
    const predicate = compileQuery(query);
    let newest: RingMessage | undefined;
    await this.#scanAll((message) =>
      whenReady(predicate(message), (matches) => {
        if (matches) newest = message.pin();
        return !matches;
      }),
    );
    return newest;
  }

  list({ limit, before, after, offset }: ListOptions): MessagePage {
    const found = this.#ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const items = found.slice(0, limit);
    return { items, ...this.#countAll(), next: nextPageSeq(items, found.length) };
  }

  search(query: Query, options: ListOptions): Promise<MessagePage> {
    return this.#searchPage(query, options, (message) => message);
  }

  async rows(options: ListOptions, query?: Query): Promise<RowPage> {
    const row = limitRowBytes((message: RingMessage) => this.row(message));
    return query === undefined ? this.#buildRowPage(options, row) : this.#searchPage(query, options, row);
  }

  /** Builds the rows of a page in slices, like a search. */
  async #buildRowPage({ limit, before, after, offset }: ListOptions, build: RowBuilder): Promise<RowPage> {
    const found = this.#ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit + 1, after, offset);
    const counts = this.#countAll();
    const { items, isFull } = await buildRows(found.slice(0, limit), build);
    const hasMore = isFull || found.length > limit;
    return { items, ...counts, next: hasMore ? (items.at(-1)?.seq ?? null) : null };
  }

  /** Returns the counts of a page without a query. */
  #countAll(): Pick<MessagePage, "total" | "unread" | "matched" | "matchedUnread"> {
    const [total, unread] = [this.#ring.length, this.#kept.unreadCount];
    return { total, unread, matched: total, matchedUnread: unread };
  }

  /**
   * Builds each item as soon as it is found, because the message may be gone by the end of the scan.
   *
   * @param build returns undefined if the page is full
   */
  async #searchPage<Item extends HasSeq>(
    query: Query,
    options: ListOptions,
    build: (message: RingMessage) => MaybePromise<Item | undefined>,
  ) {
    const { limit, before, after, offset = 0 } = options;
    const predicate = compileQuery(query);
    const above = after ?? Number.NEGATIVE_INFINITY;
    const below = before ?? Number.POSITIVE_INFINITY;
    const items: Item[] = [];
    let isFull = limit === 0;
    let matched = 0;
    let matchedUnread = 0;
    let inRange = 0;
    await this.#scanAll((message) =>
      whenReady(predicate(message), (matches) => {
        if (!matches) return true;
        matched++;
        if (!message.read) matchedUnread++;
        const isInPage = message.seq > above && message.seq < below && ++inRange > offset && !isFull;
        if (!isInPage) return true;
        return whenReady(build(message), (item) => {
          if (item !== undefined) items.push(item);
          isFull = item === undefined || items.length >= limit;
          return true;
        });
      }),
    );
    const { total, unread } = this.#countAll();
    return { items, total, unread, matched, matchedUnread, next: nextPageSeq(items, inRange - offset) };
  }

  handles({ limit, before, after, offset }: ListOptions = EVERYTHING): readonly MessageHandle[] {
    return this.#ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit, after, offset);
  }

  handle(id: string): MessageHandle | undefined {
    return this.#find(id);
  }

  remove(ids: readonly string[]): number {
    const removed = this.#kept.remove(this.#findSeqs(ids));
    if (removed.length > 0) this.#changes.recordDeleted(removed);
    return removed.length;
  }

  removeWithUndo(ids: readonly string[]): { removed: number; undo: Undo | undefined } {
    const { removed, undo } = this.#kept.removeWithUndo(this.#findSeqs(ids));
    if (undo !== undefined) this.#changes.recordDeleted(removed, undo.token);
    return { removed: removed.length, undo };
  }

  /** Returns the numbers of all messages in the ring. */
  #findSeqs(ids: readonly string[]): number[] {
    return ids.flatMap((id) => this.#find(id)?.seq ?? []);
  }

  restore(token: string): number | undefined {
    const restored = this.#kept.restore(token);
    for (const message of restored ?? []) {
      this.#changes.recordRestored(message, token);
      message.restoredSeq = this.seq;
    }
    return restored?.length;
  }

  undos(): readonly Undo[] {
    return this.#kept.undos();
  }

  async removeMatching(query: Query): Promise<number> {
    const matching = await this.find(query);
    return this.remove(matching.map(({ id }) => id));
  }

  clear(): number {
    const count = this.#ring.length;
    this.#kept.clear();
    this.#changes.recordCleared();
    return count;
  }

  mark(id: string, marks: MessageMarks): MessageHandle | undefined {
    const message = this.#find(id);
    if (message !== undefined) this.#applyMarks(message, marks);
    return message;
  }

  async markMatching(query: Query, marks: MessageMarks): Promise<number> {
    const matching = (await this.find(query)).filter(({ seq }) => this.#ring.at(seq));
    for (const message of matching) this.#applyMarks(message, marks);
    return matching.length;
  }

  row(message: MessageHandle): MaybePromise<MessageSummary> {
    return this.#requestRow(message).row();
  }

  summary(message: MessageHandle): MessageSummary {
    return this.#requestRow(message).summary();
  }

  /** Notes that the row of a message was requested. */
  #requestRow(message: MessageHandle): RingMessage {
    if (!(message instanceof RingMessage)) throw new TypeError("This is no message of this mailbox");
    return this.#rowCache.noteRequest(message);
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
    this.#idlePreparation?.close();
    this.#waiters.close();
    this.#kept.clearUndos();
  }

  readonly #recordEvicted = ({ id }: RingMessage): void => this.#changes.recordEvicted(id);

  #applyMarks(message: RingMessage, { read, tags }: MessageMarks): void {
    if (read !== undefined) this.#kept.setRead(message, read);
    if (tags !== undefined) message.tags = [...tags];
    message.invalidateRow();
    this.#changes.recordChanged(message);
  }

  async find(query: Query): Promise<readonly RingMessage[]> {
    const predicate = compileQuery(query);
    const found: RingMessage[] = [];
    await this.#scanAll((message) =>
      whenReady(predicate(message), (matches) => {
        if (matches) found.push(message);
        return true;
      }),
    );
    return found;
  }

  #scanAll(visit: (message: RingMessage) => MaybePromise<boolean>): Promise<void> {
    return this.#scan.scan(this.#ring, { after: Number.NEGATIVE_INFINITY, before: this.seq + 1, visit });
  }
}
