import type { MessageSummary, Query, StreamEvent } from "@mailglass/shared";
import type { Allocator } from "../base/allocator.ts";
import { TimeSlice } from "../base/time-slice.ts";
import { type AgeLimit, createAgeLimit } from "./age-limit.ts";
import { ChangeLog } from "./change-log.ts";
import { Compaction } from "./compaction.ts";
import { CooperativeScan } from "./cooperative-scan.ts";
import { createFaultScript, type MemoryFaults } from "./fault-script.ts";
import { IdlePreparation, type PreparedPart } from "./idle-preparation.ts";
import { KeptMessages } from "./kept-messages.ts";
import type {
  IncomingMail,
  ListOptions,
  Mailbox,
  MailboxCounts,
  MailboxLimits,
  MailboxTotals,
  MessageHandle,
  MessageMarks,
  MessagePage,
  MessageReference,
  RowPage,
  StoredMessage,
  Undo,
  UndoableRemoval,
  WaitCriteria,
  WaitOutcome,
} from "./mailbox.ts";
import {
  DEFAULT_LIMITS,
  DEFAULT_MEMORY_CACHE_BYTES,
  type MailboxObserver,
  type MailboxOptions,
  type MailboxStart,
  UNLIMITED,
} from "./mailbox-options.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { createMessageContext } from "./message-context.ts";
import { createInstance, createRandomId, formatMessageId, parseMessageSeq } from "./message-ids.ts";
import { MessageSearch } from "./message-search.ts";
import { resolveReferences } from "./resolve-references.ts";
import type { Ring } from "./ring.ts";
import { RowCache } from "./row-cache.ts";
import { rowBefore } from "./row-timeout.ts";
import { SessionRing } from "./session-ring.ts";
import type { LoadedMail } from "./store.ts";
import { type MessageContext, RingMessage } from "./stored-message.ts";
import { ThreadIndex } from "./threads/thread-index.ts";
import { Waiters } from "./waiters.ts";

const EVERYTHING: ListOptions = { limit: Number.POSITIVE_INFINITY };

/** A mailbox without a store, or the memory of one that has a store. All changes take effect before the methods return. */
export class MemoryMailbox implements Mailbox {
  instance: string;
  readonly storeStatus = undefined;
  readonly limits: MailboxLimits;
  readonly sessions: SessionRing;
  readonly faults: MemoryFaults;
  readonly threads = new ThreadIndex(this);
  /** With a shared store, its limits are not applied here. */
  readonly kept: KeptMessages;
  readonly #ring: Ring<RingMessage>;
  readonly #compaction: Compaction;
  readonly context: MessageContext;
  readonly #rowCache = new RowCache((seq) => this.#ring.at(seq));
  readonly #search: MessageSearch;
  readonly changes: ChangeLog;
  readonly #waiters: Waiters<RingMessage>;
  readonly #idlePreparation: IdlePreparation | undefined;
  readonly #onMessageAdded: MailboxOptions["onMessageAdded"];
  readonly #observer: MailboxObserver | undefined;
  readonly #ageLimit: AgeLimit | undefined;

  /** @param start for a mailbox with a store */
  constructor(options: MailboxOptions, start?: MailboxStart) {
    const { onEventError = () => {}, maxClosedSessions = 1_000 } = options;
    const { memoryCacheBytes = DEFAULT_MEMORY_CACHE_BYTES } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    // A shared store evicts for all instances.
    const ownLimits = start?.shared === undefined ? limits : UNLIMITED;
    const observer = start?.observer;
    this.#observer = observer;
    this.#onMessageAdded = options.onMessageAdded;
    this.instance = start?.instance ?? createInstance();
    this.limits = limits;
    this.kept = new KeptMessages(
      ownLimits,
      () => this.#compaction.compactIfFragmented(),
      observer && ((messages) => observer.onDropped(messages.map(({ seq }) => seq))),
      start?.shared?.onUndoExpired,
    );
    this.#ageLimit = createAgeLimit(ownLimits, (time) => this.kept.evictReceivedUntil(time, this.#recordEvicted));
    this.#ring = this.kept.ring;
    const memoryBytes = start?.sources === undefined ? limits.bytes : Math.min(limits.bytes, memoryCacheBytes);
    this.context = createMessageContext(options, start, memoryBytes);
    this.#compaction = new Compaction(() => this.kept.all(), this.context.slabs, memoryBytes);
    this.changes = new ChangeLog(
      {
        messageAt: (seq) => this.#ring.at(seq),
        row: (message) => this.row(message),
        summary: (message) => this.summary(message),
        sessionAt: (number) => this.sessions.at(number),
        undo: (token) => this.kept.findUndo(token),
      },
      onEventError,
      { seq: start?.seq, onDeferred: start?.shared?.onDeferred, load: options.loadReader },
    );
    this.faults = createFaultScript(() => createRandomId(20), {
      onChange: () => this.changes.recordFaultsChanged(),
      onUsed: (fault) => observer?.onFaultUsed(fault),
    });
    this.sessions = new SessionRing(this.changes, maxClosedSessions, options.maxSessionBytes);
    const scan = new CooperativeScan();
    this.#search = new MessageSearch({
      ring: this.#ring,
      scan,
      mailbox: this,
      unreadCount: () => this.kept.unreadCount,
    });
    this.#waiters = new Waiters({
      ring: this.#ring,
      scan,
      receivedCount: () => this.kept.receivedCount,
      seq: () => this.seq,
      failedSessions: (since, limit) => this.sessions.failedSince(since, limit).map((session) => session.summary()),
      onError: onEventError,
    });
    if (options.prepareWhenIdle)
      this.#idlePreparation = new IdlePreparation((seq, part) => this.#prepare(seq, part), options.loadReader);
  }

  #prepare(seq: number, part: PreparedPart): MaybePromise<unknown> {
    const message = this.#ring.at(seq);
    return message && (part === "row" ? this.#requestRow(message) : message).prepare(part);
  }

  get seq(): number {
    return this.changes.seq;
  }

  get allocator(): Allocator {
    return this.context.slabs;
  }

  counts(): MailboxCounts {
    return {
      messages: this.#ring.length,
      bytes: this.#ring.bytes,
      unread: this.kept.unreadCount,
      received: this.kept.receivedCount,
      evicted: this.kept.evictedCount,
      openSessions: this.sessions.openCount,
      waiters: this.#waiters.count,
    };
  }

  totals(): MailboxTotals {
    return this.kept.totals();
  }

  /** Runs for every mail while its sender waits, so it does not read the mail and allocates only what the ring and the log need. */
  add(incoming: IncomingMail): RingMessage {
    const seq = this.changes.nextSeq;
    const message = new RingMessage(formatMessageId(this.instance, seq), seq, incoming, this.context);
    this.kept.add(message);
    this.kept.noteReceived(message);
    this.changes.recordAdded(message);
    this.#waiters.onMessageAdded(message);
    this.#idlePreparation?.onMessageAdded(seq);
    this.#onMessageAdded?.(message);
    this.kept.evictExcess(this.#recordEvicted);
    this.#ageLimit?.onMessageAdded(message.receivedAt);
    this.#compaction.compactIfFragmented();
    return message;
  }

  /**
   * Adds a message of the store, with its marks. There is no event. Its number must be higher than those before.
   *
   * @param isNew whether it arrived after the start, so that waits must be notified
   */
  addKept(mail: LoadedMail, isNew = false): void {
    const message = RingMessage.fromStore({ ...mail, read: false }, this.context);
    this.kept.add(message);
    this.kept.setRead(message, mail.read);
    if (isNew) {
      this.kept.noteReceived(message);
      this.#waiters.onMessageAdded(message);
    }
    // Nobody has seen those, so there is no event.
    this.kept.evictExcess(({ seq }) => this.#observer?.onDropped([seq]));
    this.#ageLimit?.onMessageAdded(message.receivedAt);
    this.#idlePreparation?.onMessageAdded(message.seq);
  }

  get(id: string): MaybePromise<StoredMessage | undefined> {
    return this.handle(id)?.load();
  }

  handle(id: string): RingMessage | undefined {
    const message = this.#ring.at(parseMessageSeq(this.instance, id));
    // `parseInt` with base 36 also accepts capitals, which are never in an id.
    return message?.id === id ? message : undefined;
  }

  latest(query?: Query): Promise<StoredMessage | undefined> {
    return this.#search.latest(query);
  }

  list(options: ListOptions): MessagePage {
    return this.#search.list(options);
  }

  search(query: Query, options: ListOptions): Promise<MessagePage> {
    return this.#search.search(query, options);
  }

  rows(options: ListOptions, query?: Query): Promise<RowPage> {
    return this.#search.rows(options, query);
  }

  find(query: Query): Promise<readonly MessageHandle[]> {
    return this.#search.find(query);
  }

  handles({ limit, before, after, offset }: ListOptions = EVERYTHING): readonly MessageHandle[] {
    return this.#ring.newestBefore(before ?? Number.POSITIVE_INFINITY, limit, after, offset);
  }

  remove(messages: readonly MessageReference[]): number {
    const ids = this.kept.remove(this.#findAll(messages));
    if (ids.length > 0) this.changes.recordDeleted(ids);
    return ids.length;
  }

  /** @param key token and time of the undo; by default they are chosen */
  removeWithUndo(
    messages: readonly MessageReference[],
    key?: { readonly token: string; readonly expiresAt: number },
  ): UndoableRemoval {
    const { ids, undo } = this.kept.removeWithUndo(this.#findAll(messages), key);
    if (undo !== undefined) this.changes.recordDeleted(ids, undo.token);
    return { removed: ids.length, undo };
  }

  /** Returns those of the messages that are listed. */
  findAll(references: readonly MessageReference[]): RingMessage[] {
    return this.#findAll(references).filter((message) => this.#ring.at(message.seq) === message);
  }

  #findAll(references: readonly MessageReference[]): RingMessage[] {
    return resolveReferences(references, (id) => this.handle(id));
  }

  restore(token: string): number | undefined {
    return this.kept.restore(token, (message) => {
      message.restoredSeq = this.changes.recordRestored(message.seq, token);
    });
  }

  undos(): readonly Undo[] {
    return this.kept.undos();
  }

  async removeMatching(query: Query): Promise<number> {
    return this.remove(await this.#search.find(query));
  }

  clear(): number {
    const count = this.#ring.length;
    this.kept.clear();
    this.changes.recordCleared();
    return count;
  }

  mark(id: string, marks: MessageMarks): MessageHandle | undefined {
    const message = this.handle(id);
    if (message !== undefined) this.markNow([message], marks);
    return message;
  }

  async markMatching(query: Query, marks: MessageMarks): Promise<number> {
    return this.markAll(await this.#search.find(query), marks);
  }

  async markAll(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    let changed = 0;
    const slice = new TimeSlice();
    for (const reference of messages) {
      if (slice.isOver) await slice.pause();
      // It may have been removed meanwhile.
      changed += this.markNow([reference], marks);
    }
    return changed;
  }

  /** Marks the listed ones of these messages in one step. Returns how many they are. */
  markNow(messages: readonly MessageReference[], marks: MessageMarks): number {
    const listed = this.findAll(messages);
    for (const message of listed) {
      this.kept.mark(message, marks);
      this.changes.recordChanged(message);
    }
    return listed.length;
  }

  row(message: MessageHandle): MaybePromise<MessageSummary> {
    return this.#requestRow(message).row();
  }

  rowBefore(message: MessageHandle, deadline: number): MaybePromise<MessageSummary> {
    return rowBefore(this.row(message), deadline, () => this.summary(message));
  }

  summary(message: MessageHandle): MessageSummary {
    return this.#requestRow(message).summary();
  }

  /** Notes that the row of a message was requested. */
  #requestRow(message: MessageHandle): RingMessage {
    if (!(message instanceof RingMessage)) throw new TypeError("The message does not belong to this mailbox");
    return this.#rowCache.noteRequest(message);
  }

  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome> {
    return this.#waiters.wait(criteria, options);
  }

  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    return this.changes.replay(seq, visit);
  }

  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void {
    return this.changes.subscribe(listener);
  }

  dropCaches(): void {
    this.context.viewCache.clear();
    this.context.sources?.clear();
  }

  close(): void {
    this.#idlePreparation?.close();
    this.#waiters.close();
    this.#ageLimit?.close();
    this.kept.clearUndos();
  }

  readonly #recordEvicted = ({ id, seq }: RingMessage): void => {
    this.changes.recordEvicted(id);
    this.#observer?.onDropped([seq]);
  };
}
