import { runInSlices } from "../base/time-slice.ts";
import type { MailboxLimits, Undo } from "./mailbox.ts";
import { Ring } from "./ring.ts";
import type { RingMessage } from "./stored-message.ts";
import { UndoLog } from "./undo-log.ts";

/**
 * All messages of a mailbox: listed ones in the ring, and deleted ones that can be restored in the undo log. The limits apply
 * to both together.
 */
export class KeptMessages {
  readonly ring = new Ring<RingMessage>();
  readonly #undoLog = new UndoLog<RingMessage>((messages) => this.#release(messages));
  readonly #limits: MailboxLimits;
  readonly #onReleased: () => void;
  #unreadCount = 0;
  #evictedCount = 0;
  /** Estimated bytes of heap of all envelopes. */
  #envelopeBytes = 0;

  /** @param onReleased called when bytes of deleted messages were freed */
  constructor(limits: MailboxLimits, onReleased: () => void) {
    this.#limits = limits;
    this.#onReleased = onReleased;
  }

  /** Unread messages in the ring. */
  get unreadCount(): number {
    return this.#unreadCount;
  }

  /** Number of messages evicted from the ring since the start. */
  get evictedCount(): number {
    return this.#evictedCount;
  }

  /** Listed messages and deleted ones. */
  *all(): Generator<RingMessage> {
    yield* this.ring.newestBefore(Number.POSITIVE_INFINITY, this.ring.length);
    yield* this.#undoLog.messages();
  }

  add(message: RingMessage): void {
    this.ring.add(message);
    this.#envelopeBytes += message.heapBytes;
    this.#unreadCount++;
  }

  /** Evicts until the limits are met: first deleted messages, then the oldest. The newest message is always kept. */
  evictExcess(onEvicted: (message: RingMessage) => void): void {
    while (this.#isOverLimit()) {
      if (this.#undoLog.evictOldest()) continue;
      const oldest = this.ring.length > 1 ? this.ring.evict() : undefined;
      if (oldest === undefined) return;
      this.#evictedCount++;
      this.#unlist(oldest);
      this.#freeMemory(oldest);
      onEvicted(oldest);
    }
  }

  /** Permanently removes messages. Returns those that were listed. */
  remove(messages: readonly RingMessage[]): readonly RingMessage[] {
    const removed = this.#take(messages);
    this.#release(removed);
    return removed;
  }

  /** Removes messages so that they can be restored. The undo is undefined if none were listed. */
  removeWithUndo(messages: readonly RingMessage[]): {
    readonly removed: readonly RingMessage[];
    readonly undo: Undo | undefined;
  } {
    const removed = this.#take(messages);
    void runInSlices(dropRows(removed));
    return { removed, undo: removed.length === 0 ? undefined : this.#undoLog.add(removed) };
  }

  /** Restores the messages of a deletion. Returns them, oldest first; undefined if there is no such undo. */
  restore(token: string): readonly RingMessage[] | undefined {
    const messages = this.#undoLog.take(token);
    if (messages === undefined) return undefined;
    const oldestFirst = messages.toReversed();
    this.ring.insert(oldestFirst);
    for (const { read } of oldestFirst) if (!read) this.#unreadCount++;
    return oldestFirst;
  }

  findUndo(token: string): Undo | undefined {
    return this.#undoLog.find(token);
  }

  /** Oldest first. */
  undos(): readonly Undo[] {
    return this.#undoLog.list();
  }

  /** Permanently removes everything. */
  clear(): void {
    const { ring } = this;
    for (const message of ring.newestBefore(Number.POSITIVE_INFINITY, ring.length)) message.release();
    ring.clear();
    this.clearUndos();
    this.#unreadCount = 0;
    this.#envelopeBytes = 0;
  }

  /** Releases the messages that could be restored. */
  clearUndos(): void {
    this.#undoLog.clear();
  }

  /** Marks a listed message as read or unread. */
  setRead(message: RingMessage, read: boolean): void {
    if (read === message.read) return;
    message.read = read;
    this.#unreadCount += read ? -1 : 1;
  }

  #isOverLimit(): boolean {
    const { messages, bytes, envelopeBytes } = this.#limits;
    return (
      this.ring.length + this.#undoLog.length > messages ||
      this.ring.bytes + this.#undoLog.bytes > bytes ||
      this.#envelopeBytes > envelopeBytes
    );
  }

  /** Removes messages from the ring. Their bytes stay readable until they are released. Returns those that were listed. */
  #take(messages: readonly RingMessage[]): readonly RingMessage[] {
    const taken = this.ring.removeAll(messages);
    for (const message of taken) this.#unlist(message);
    return taken;
  }

  #unlist(message: RingMessage): void {
    if (!message.read) this.#unreadCount--;
    message.dropViews();
  }

  #release(messages: readonly RingMessage[]): void {
    for (const message of messages) this.#freeMemory(message);
    this.#onReleased();
  }

  #freeMemory(message: RingMessage): void {
    this.#envelopeBytes -= message.heapBytes;
    message.release();
  }
}

/** A row that is dropped late, after its message was restored, is built again. */
function* dropRows(messages: readonly RingMessage[]): Generator<undefined, void> {
  for (const message of messages) {
    message.dropRowData();
    yield;
  }
}
