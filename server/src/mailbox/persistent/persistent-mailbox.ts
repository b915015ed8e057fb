import type { MessageSummary, Query, StreamEvent } from "@mailglass/shared";
import type { Allocator } from "../../base/allocator.ts";
import { applyTagMarks } from "../apply-tag-marks.ts";
import { toKeptMail } from "../kept-mail.ts";
import type {
  IncomingMail,
  ListOptions,
  Mailbox,
  MailboxCounts,
  MailboxLimits,
  MessageHandle,
  MessageMarks,
  MessagePage,
  MessageReference,
  RowPage,
  StoredMessage,
  ThreadLog,
  Undo,
  UndoableRemoval,
  WaitCriteria,
  WaitOutcome,
} from "../mailbox.ts";
import type { MailboxObserver, MailboxOptions } from "../mailbox-options.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import { MemoryMailbox } from "../memory-mailbox.ts";
import { formatMessageId } from "../message-ids.ts";
import type { Store } from "../store.ts";
import type { StoreStatus } from "../store-status.ts";
import { CommitQueue } from "./commit-queue.ts";
import { PersistentFaults } from "./persistent-faults.ts";
import { PersistentSessions } from "./persistent-sessions.ts";

/** Messages that are marked in one commit. */
const MARKS_PER_COMMIT = 500;

/**
 * Opens a mailbox with the messages, sessions and faults of the store. The limits apply to them.
 *
 * @throws {StoreError} if the store cannot be read
 */
export async function openPersistentMailbox(store: Store, options: MailboxOptions): Promise<Mailbox> {
  const mailbox = new PersistentMailbox(store, options);
  await mailbox.open();
  return mailbox;
}

/** A mailbox whose changes are committed to a store before they take effect. Everything else is that of `MemoryMailbox`. */
class PersistentMailbox implements Mailbox {
  readonly faults: PersistentFaults;
  readonly sessions: PersistentSessions;
  readonly #store: Store;
  readonly #memory: MemoryMailbox;
  readonly #queue: CommitQueue;

  constructor(store: Store, options: MailboxOptions) {
    const { instance, seq, sessions, faults } = store.state;
    const observer: MailboxObserver = {
      onDropped: (seqs) => this.#queue.follow({ type: "deleted", seqs }),
      onFindingsAdded: (seq, findings) => this.#queue.follow({ type: "findings", seq, findings }),
      onFaultUsed: (fault) => this.#queue.follow({ type: "fault-used", fault }),
    };
    this.#store = store;
    this.#memory = new MemoryMailbox(options, { instance, seq, observer });
    this.#queue = new CommitQueue(store, this.#memory.changes);
    this.#memory.faults.load(faults);
    this.faults = new PersistentFaults(this.#memory.faults, this.#queue);
    this.sessions = new PersistentSessions(this.#memory.sessions, this.#queue, sessions);
  }

  async open(): Promise<void> {
    await this.#store.load((mail) => this.#memory.addKept(mail));
    await this.#queue.start();
  }

  get instance(): string {
    return this.#memory.instance;
  }

  get storeStatus(): StoreStatus {
    return this.#store.status;
  }

  get limits(): MailboxLimits {
    return this.#memory.limits;
  }

  get seq(): number {
    return this.#memory.seq;
  }

  get threads(): ThreadLog {
    return this.#memory.threads;
  }

  get allocator(): Allocator {
    return this.#memory.allocator;
  }

  counts(): MailboxCounts {
    return this.#memory.counts();
  }

  add(incoming: IncomingMail): Promise<Pick<StoredMessage, "id" | "seq">> {
    return this.#queue.commit({
      prepare: (seq) => {
        const mail = toKeptMail(formatMessageId(this.instance, seq), seq, incoming);
        const session = this.sessions.snapshotFor(mail.sessionId, mail.id);
        return { changes: [{ type: "added", mail, session }], events: 1 };
      },
      apply: () => this.#memory.add(incoming),
    });
  }

  remove(messages: readonly MessageReference[]): Promise<number> {
    return this.#queue.commit({
      prepare: () => ({ changes: [{ type: "deleted", seqs: this.#findSeqs(messages) }], events: 1 }),
      apply: () => this.#memory.remove(messages),
    });
  }

  removeWithUndo(messages: readonly MessageReference[]): Promise<UndoableRemoval> {
    return this.#queue.commit({
      prepare: () => ({ changes: [{ type: "hidden", seqs: this.#findSeqs(messages) }], events: 1 }),
      apply: () => this.#memory.removeWithUndo(messages),
    });
  }

  restore(token: string): Promise<number | undefined> {
    return this.#queue.commit({
      prepare: () => {
        const seqs = this.#memory.undoSeqs(token);
        return { changes: [{ type: "restored", seqs }], events: seqs.length };
      },
      apply: () => this.#memory.restore(token),
    });
  }

  clear(): Promise<number> {
    return this.#queue.commit({
      // One event, and one for what was evicted before.
      prepare: () => ({ changes: [{ type: "cleared" }], events: 2 }),
      apply: () => this.#memory.clear(),
    });
  }

  async removeMatching(query: Query): Promise<number> {
    return this.remove(await this.#memory.find(query));
  }

  async mark(id: string, marks: MessageMarks): Promise<MessageHandle | undefined> {
    const message = this.#memory.handle(id);
    return message && (await this.#markSome([message], marks)) > 0 ? message : undefined;
  }

  async markMatching(query: Query, marks: MessageMarks): Promise<number> {
    return this.markAll(await this.#memory.find(query), marks);
  }

  async markAll(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    let count = 0;
    for (let first = 0; first < messages.length; first += MARKS_PER_COMMIT)
      count += await this.#markSome(messages.slice(first, first + MARKS_PER_COMMIT), marks);
    return count;
  }

  #markSome(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    return this.#queue.commit({
      // Tags are added to those that the marks before have left.
      needsEarlier: true,
      prepare: () => {
        const kept = this.#memory.findAll(messages).map((message) => ({
          seq: message.seq,
          read: marks.read ?? message.read,
          tags: applyTagMarks(message, marks) ?? null,
        }));
        return { changes: [{ type: "marked", marks: kept }], events: messages.length };
      },
      apply: () => this.#memory.markNow(messages, marks),
    });
  }

  #findSeqs(messages: readonly MessageReference[]): readonly number[] {
    return this.#memory.findAll(messages).map(({ seq }) => seq);
  }

  dropCaches(): void {
    this.#memory.dropCaches();
  }

  async close(): Promise<void> {
    this.#memory.close();
    await this.#queue.close();
    await this.#store.close();
  }

  get(id: string): StoredMessage | undefined {
    return this.#memory.get(id);
  }

  latest(query?: Query): Promise<StoredMessage | undefined> {
    return this.#memory.latest(query);
  }

  list(options: ListOptions): MessagePage {
    return this.#memory.list(options);
  }

  search(query: Query, options: ListOptions): Promise<MessagePage> {
    return this.#memory.search(query, options);
  }

  rows(options: ListOptions, query?: Query): Promise<RowPage> {
    return this.#memory.rows(options, query);
  }

  handles(options?: ListOptions): readonly MessageHandle[] {
    return this.#memory.handles(options);
  }

  handle(id: string): MessageHandle | undefined {
    return this.#memory.handle(id);
  }

  find(query: Query): Promise<readonly MessageHandle[]> {
    return this.#memory.find(query);
  }

  undos(): readonly Undo[] {
    return this.#memory.undos();
  }

  row(message: MessageHandle): MaybePromise<MessageSummary> {
    return this.#memory.row(message);
  }

  rowBefore(message: MessageHandle, deadline: number): MaybePromise<MessageSummary> {
    return this.#memory.rowBefore(message, deadline);
  }

  summary(message: MessageHandle): MessageSummary {
    return this.#memory.summary(message);
  }

  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome> {
    return this.#memory.wait(criteria, options);
  }

  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    return this.#memory.replay(seq, visit);
  }

  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void {
    return this.#memory.subscribe(listener);
  }
}
