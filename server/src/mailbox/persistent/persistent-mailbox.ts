import { applyTagMarks } from "../apply-tag-marks.ts";
import { CommittingMailbox } from "../committing-mailbox.ts";
import { toKeptMail } from "../kept-mail.ts";
import type {
  IncomingMail,
  Mailbox,
  MessageMarks,
  MessageReference,
  StoredMessage,
  UndoableRemoval,
} from "../mailbox.ts";
import type { MailboxObserver, MailboxOptions } from "../mailbox-options.ts";
import { MemoryMailbox } from "../memory-mailbox.ts";
import { formatMessageId } from "../message-ids.ts";
import type { Store } from "../store.ts";
import type { StoreStatus } from "../store-status.ts";
import { CommitQueue } from "./commit-queue.ts";
import { PersistentFaults } from "./persistent-faults.ts";
import { PersistentSessions } from "./persistent-sessions.ts";

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

/** A mailbox whose changes are committed to a store before they take effect. It is read from memory. */
class PersistentMailbox extends CommittingMailbox implements Mailbox {
  readonly faults: PersistentFaults;
  readonly sessions: PersistentSessions;
  readonly #store: Store;
  readonly #queue: CommitQueue;

  constructor(store: Store, options: MailboxOptions) {
    const { instance, seq, sessions, faults } = store.state;
    const observer: MailboxObserver = {
      onDropped: (seqs) => this.#queue.follow({ type: "deleted", seqs }),
      onFindingsAdded: (seq, findings) => this.#queue.follow({ type: "findings", seq, findings }),
      onFaultUsed: (fault) => this.#queue.follow({ type: "fault-used", fault }),
    };
    super(new MemoryMailbox(options, { instance, seq, observer, sources: store.sources }));
    this.#store = store;
    this.#queue = new CommitQueue(store, this.memory.changes);
    this.memory.faults.load(faults);
    this.faults = new PersistentFaults(this.memory.faults, this.#queue);
    this.sessions = new PersistentSessions(this.memory.sessions, this.#queue, sessions);
  }

  async open(): Promise<void> {
    await this.#store.load((mail) => this.memory.addKept(mail));
    await this.#queue.start();
  }

  get storeStatus(): StoreStatus {
    return this.#store.status;
  }

  add(incoming: IncomingMail): Promise<Pick<StoredMessage, "id" | "seq">> {
    return this.#queue.commit({
      prepare: (seq) => {
        const mail = toKeptMail(formatMessageId(this.instance, seq), seq, incoming);
        const session = this.sessions.snapshotFor(mail.sessionId, mail.id);
        return { changes: [{ type: "added", mail, session }], events: 1 };
      },
      apply: () => this.memory.add(incoming),
    });
  }

  remove(messages: readonly MessageReference[]): Promise<number> {
    return this.#queue.commit({
      prepare: () => ({ changes: [{ type: "deleted", seqs: this.findSeqs(messages) }], events: 1 }),
      apply: () => this.memory.remove(messages),
    });
  }

  removeWithUndo(messages: readonly MessageReference[]): Promise<UndoableRemoval> {
    return this.#queue.commit({
      prepare: () => ({ changes: [{ type: "hidden", seqs: this.findSeqs(messages) }], events: 1 }),
      apply: () => this.memory.removeWithUndo(messages),
    });
  }

  restore(token: string): Promise<number | undefined> {
    return this.#queue.commit({
      prepare: () => {
        const seqs = this.memory.kept.undoSeqs(token);
        return { changes: [{ type: "restored", seqs }], events: seqs.length };
      },
      apply: () => this.memory.restore(token),
    });
  }

  clear(): Promise<number> {
    return this.#queue.commit({
      // One event, and one for what was evicted before.
      prepare: () => ({ changes: [{ type: "cleared" }], events: 2 }),
      apply: () => this.memory.clear(),
    });
  }

  protected markSome(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    return this.#queue.commit({
      // Tags are added to those that the marks before have left.
      needsEarlier: true,
      prepare: () => {
        const kept = this.memory.findAll(messages).map((message) => ({
          seq: message.seq,
          read: marks.read ?? message.read,
          tags: applyTagMarks(message, marks) ?? null,
        }));
        return { changes: [{ type: "marked", marks: kept }], events: messages.length };
      },
      apply: () => this.memory.markNow(messages, marks),
    });
  }

  async close(): Promise<void> {
    this.memory.close();
    await this.#queue.close();
    await this.#store.close();
  }
}
