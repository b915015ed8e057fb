import { type AgeLimit, createAgeLimit } from "../age-limit.ts";
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
import type { MailboxOptions } from "../mailbox-options.ts";
import { MemoryMailbox } from "../memory-mailbox.ts";
import { formatMessageId } from "../message-ids.ts";
import type { StoreStatus } from "../store-status.ts";
import { createUndoKey } from "../undo-log.ts";
import { SharedCommits } from "./shared-commits.ts";
import { SharedFaults } from "./shared-faults.ts";
import { SharedFollower } from "./shared-follower.ts";
import { SharedSessions } from "./shared-sessions.ts";
import type { SharedStore } from "./shared-store.ts";

/**
 * Opens a mailbox that shares its messages, sessions and faults with others.
 *
 * @throws {StoreError} if the store cannot be read
 */
export async function openSharedMailbox(store: SharedStore, options: MailboxOptions): Promise<Mailbox> {
  const mailbox = new SharedMailbox(store, options);
  await mailbox.open();
  return mailbox;
}

/** A mailbox whose changes are committed to a store that others use, too. It is read from memory. */
class SharedMailbox extends CommittingMailbox implements Mailbox {
  readonly faults: SharedFaults;
  readonly sessions: SharedSessions;
  readonly #store: SharedStore;
  readonly #commits: SharedCommits;
  readonly #follower: SharedFollower;
  readonly #ageLimit: AgeLimit | undefined;
  /** In progress. */
  #eviction: Promise<void> | undefined;

  constructor(store: SharedStore, options: MailboxOptions) {
    const memory = new MemoryMailbox(options, {
      instance: "",
      seq: 0,
      observer: {
        onDropped: () => {},
        onFindingsAdded: (seq, findings) => this.#commits.follow({ type: "findings", seq, findings }),
        onFaultUsed: () => {},
      },
      shared: {
        onDeferred: () => this.#commits.schedule(),
        onUndoExpired: (token) => this.#commits.follow({ type: "forgotten", token }),
      },
    });
    super(memory);
    this.#store = store;
    this.#commits = new SharedCommits(store, memory.changes);
    this.faults = new SharedFaults(memory.faults, this.#commits, () => memory.changes.recordFaultsChanged());
    this.sessions = new SharedSessions(memory.sessions, memory.changes, this.#commits);
    this.#ageLimit = createAgeLimit(memory.limits, (time) => this.#evictReceivedUntil(time));
    this.#follower = new SharedFollower({
      memory,
      faults: this.faults,
      sessions: this.sessions,
      commits: this.#commits,
      onMessage: (receivedAt) => this.#ageLimit?.onMessageAdded(receivedAt),
      onChanged: () => this.#evictExcess(),
    });
  }

  async open(): Promise<void> {
    await this.#store.follow(this.#follower);
    await this.#eviction;
  }

  get storeStatus(): StoreStatus {
    return this.#store.status;
  }

  async add(incoming: IncomingMail): Promise<Pick<StoredMessage, "id" | "seq">> {
    const mail = toKeptMail("", 0, incoming);
    const seq = Number(await this.#commits.commit(() => ({ type: "added", mail })));
    const id = formatMessageId(this.instance, seq);
    this.sessions.onMessageAdded(incoming.sessionId, id);
    return { id, seq };
  }

  async remove(messages: readonly MessageReference[]): Promise<number> {
    return Number(await this.#commits.commit(() => ({ type: "deleted", seqs: this.findSeqs(messages) })));
  }

  async removeWithUndo(messages: readonly MessageReference[]): Promise<UndoableRemoval> {
    const undo = createUndoKey();
    const removed = Number(await this.#commits.commit(() => ({ type: "hidden", seqs: this.findSeqs(messages), undo })));
    return { removed, undo: removed === 0 ? undefined : { ...undo, count: removed } };
  }

  async restore(token: string): Promise<number | undefined> {
    const count = Number(await this.#commits.commit(() => ({ type: "restored", token })));
    return count < 0 ? undefined : count;
  }

  async clear(): Promise<number> {
    return Number(await this.#commits.commit(() => ({ type: "cleared" })));
  }

  protected async markSome(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    const isRelative = marks.tags === undefined && [marks.addTags, marks.removeTags].some((tags) => tags?.length);
    const result = await this.#commits.commit(() => ({
      type: "marked",
      basis: isRelative ? this.memory.seq : undefined,
      marks: this.memory.findAll(messages).map((message) => ({
        seq: message.seq,
        read: marks.read,
        tags: applyTagMarks(message, marks),
      })),
    }));
    return Number(result);
  }

  async close(): Promise<void> {
    this.#ageLimit?.close();
    await this.#commits.close();
    await this.#store.close();
    this.memory.close();
  }

  #evictReceivedUntil(time: number): number | undefined {
    const { seqs, oldestKept } = this.memory.kept.receivedUntil(time);
    if (seqs.length > 0) this.#commits.follow({ type: "evicted", seqs });
    return oldestKept;
  }

  /** Other instances may allow more than this one. */
  #evictExcess(): void {
    if (this.#eviction !== undefined || !this.memory.kept.exceeds(this.limits)) return;
    this.#eviction = this.#evictUntilMet().finally(() => {
      this.#eviction = undefined;
    });
  }

  async #evictUntilMet(): Promise<void> {
    const { kept } = this.memory;
    try {
      while (kept.exceeds(this.limits)) {
        const [undo] = this.undos();
        await this.#commits.commit(() =>
          undo === undefined
            ? { type: "evicted", seqs: kept.excess(this.limits) }
            : { type: "forgotten", token: undo.token },
        );
      }
    } catch {
      // It is tried again after the next change.
    }
  }
}
