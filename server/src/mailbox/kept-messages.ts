import { runInSlices } from "../base/time-slice.ts";
import { applyTagMarks } from "./apply-tag-marks.ts";
import type { MailboxLimits, MailboxTotals, MessageMarks, Undo } from "./mailbox.ts";
import { ReleaseQueue } from "./release-queue.ts";
import { Ring } from "./ring.ts";
import type { RingMessage } from "./stored-message.ts";
import { type createUndoKey, UndoLog } from "./undo-log.ts";

/**
 * All messages of a mailbox: listed ones in the ring, deleted ones that can be restored in the undo log, and deleted ones whose
 * memory is not released yet. The limits apply to all of them together.
 *
 * A deletion is one step for everyone who reads the mailbox, and may concern 100,000 messages, which are in no cache of the
 * processor. So each step has one loop over its messages; all that can be done later is done in time slices.
 */
export class KeptMessages {
  readonly ring = new Ring<RingMessage>();
  readonly #undoLog: UndoLog<RingMessage>;
  readonly #onForgotten: ((messages: readonly RingMessage[]) => void) | undefined;
  readonly #toRelease: ReleaseQueue<RingMessage>;
  readonly #limits: MailboxLimits;
  #unreadCount = 0;
  #evictedCount = 0;
  #deletedCount = 0;
  #receivedCount = 0;
  #receivedBytes = 0;
  /** Estimated bytes of heap of all envelopes. */
  #envelopeBytes = 0;

  /**
   * @param onReleased called when bytes of deleted messages were freed
   * @param onForgotten called with deleted messages that can no longer be restored
   * @param onUndoExpired called when an undo has expired, if the caller is to call `forget`
   */
  constructor(
    limits: MailboxLimits,
    onReleased: () => void,
    onForgotten?: (messages: readonly RingMessage[]) => void,
    onUndoExpired?: (token: string) => void,
  ) {
    this.#limits = limits;
    this.#undoLog = new UndoLog<RingMessage>((messages, bytes) => {
      this.#toRelease.add(messages, messages.length, bytes);
      this.#onForgotten?.(messages);
    }, onUndoExpired);
    this.#onForgotten = onForgotten;
    this.#toRelease = new ReleaseQueue((message) => this.#freeMemory(message), onReleased);
  }

  /** Unread messages in the ring. */
  get unreadCount(): number {
    return this.#unreadCount;
  }

  /** Number of messages evicted from the ring since the start. */
  get evictedCount(): number {
    return this.#evictedCount;
  }

  /** Number of messages received since the start. */
  get receivedCount(): number {
    return this.#receivedCount;
  }

  totals(): MailboxTotals {
    return { receivedBytes: this.#receivedBytes, removed: this.#deletedCount + this.#evictedCount };
  }

  /** Counts a message that was not there at the start. */
  noteReceived({ size }: RingMessage): void {
    this.#receivedCount++;
    this.#receivedBytes += size;
  }

  /** Listed messages and deleted ones whose bytes are still in memory. */
  *all(): Generator<RingMessage> {
    yield* this.ring.newestBefore(Number.POSITIVE_INFINITY, this.ring.length);
    yield* this.#undoLog.messages();
    yield* this.#toRelease.messages();
  }

  add(message: RingMessage): void {
    this.ring.add(message);
    this.#envelopeBytes += message.heapBytes;
    this.#unreadCount++;
  }

  /** Evicts until the limits are met: first deleted messages, then the oldest. The newest message is always kept. */
  evictExcess(onEvicted: (message: RingMessage) => void): void {
    while (this.#isOverLimit()) {
      if (this.#toRelease.releaseNext() || this.#undoLog.evictOldest()) continue;
      if (this.ring.length <= 1) return;
      this.#evictOldest(onEvicted);
    }
  }

  /**
   * Evicts the messages that were received at `time` or earlier, in ms since the epoch. They are in order of arrival, so it ends at the
   * first that is newer.
   *
   * @returns when the oldest remaining one was received; undefined if none is left
   */
  evictReceivedUntil(time: number, onEvicted: (message: RingMessage) => void): number | undefined {
    for (;;) {
      const receivedAt = this.ring.oldest()?.receivedAt;
      if (receivedAt === undefined || receivedAt > time) return receivedAt;
      this.#evictOldest(onEvicted);
    }
  }

  #evictOldest(onEvicted: (message: RingMessage) => void): void {
    const oldest = this.ring.evict();
    if (oldest !== undefined) this.#onOneEvicted(oldest, onEvicted);
  }

  #onOneEvicted(message: RingMessage, onEvicted: (message: RingMessage) => void): void {
    this.#evictedCount++;
    if (!message.read) this.#unreadCount--;
    this.#freeMemory(message);
    onEvicted(message);
  }

  /** Permanently removes messages. Returns the ids of those that were listed. */
  remove(messages: readonly RingMessage[]): readonly string[] {
    const { taken, ids, bytes } = this.#take(messages);
    this.#toRelease.add(taken, taken.length, bytes);
    return ids;
  }

  /** Removes messages so that they can be restored. Returns the ids of those that were listed. The undo is undefined if none were. */
  removeWithUndo(
    messages: readonly RingMessage[],
    key?: ReturnType<typeof createUndoKey>,
  ): {
    readonly ids: readonly string[];
    readonly undo: Undo | undefined;
  } {
    const { taken, ids } = this.#take(messages);
    void runInSlices(dropCaches(taken));
    return { ids, undo: taken.length === 0 ? undefined : this.#undoLog.add(taken, key) };
  }

  /** Adds deleted messages that can be restored. */
  addDeleted(messages: readonly RingMessage[], key: ReturnType<typeof createUndoKey>): void {
    for (const message of messages) this.#envelopeBytes += message.heapBytes;
    this.#undoLog.add(messages, key);
  }

  /** Evicts these messages, listed or deleted. */
  evict(seqs: readonly number[], onEvicted: (message: RingMessage) => void): void {
    const deleted = new Set<number>();
    for (const seq of seqs) {
      const message = this.ring.remove(seq);
      if (message === undefined) deleted.add(seq);
      else this.#onOneEvicted(message, onEvicted);
    }
    if (deleted.size > 0) this.#undoLog.drop(deleted);
  }

  /** Releases the messages of an undo. */
  forget(token: string): void {
    this.#undoLog.forget(token);
  }

  /** Whether there is more than these limits allow, and something can be evicted. */
  exceeds({ messages, bytes, envelopeBytes }: MailboxLimits): boolean {
    return (
      this.ring.length + this.#undoLog.length > 1 &&
      (this.ring.length + this.#undoLog.length > messages ||
        this.ring.bytes + this.#undoLog.bytes > bytes ||
        this.#envelopeBytes > envelopeBytes)
    );
  }

  /** Numbers of the oldest listed messages without which these limits would be met. The newest is not among them. */
  excess(limits: MailboxLimits): number[] {
    let { length, bytes } = this.ring;
    let envelopeBytes = this.#envelopeBytes;
    const seqs: number[] = [];
    for (const message of this.ring.newestBefore(Number.POSITIVE_INFINITY, length).toReversed()) {
      const isMet = length <= limits.messages && bytes <= limits.bytes && envelopeBytes <= limits.envelopeBytes;
      if (isMet || length === 1) break;
      length--;
      bytes -= message.size;
      envelopeBytes -= message.heapBytes;
      seqs.push(message.seq);
    }
    return seqs;
  }

  /** Finds the oldest listed messages that were received at `time` or earlier, and when the oldest of the others was received. */
  receivedUntil(time: number): { readonly seqs: number[]; readonly oldestKept: number | undefined } {
    const oldestFirst = this.ring.newestBefore(Number.POSITIVE_INFINITY, this.ring.length).toReversed();
    const end = oldestFirst.findIndex(({ receivedAt }) => receivedAt > time);
    const old = end === -1 ? oldestFirst : oldestFirst.slice(0, end);
    return { seqs: old.map(({ seq }) => seq), oldestKept: oldestFirst[old.length]?.receivedAt };
  }

  /**
   * Restores the messages of a deletion. Returns how many; undefined if there is no such undo.
   *
   * @param visit called with each message, oldest first
   */
  restore(token: string, visit: (message: RingMessage) => void): number | undefined {
    const messages = this.#undoLog.take(token);
    if (messages === undefined) return undefined;
    this.ring.insert(messages.toReversed(), (message) => {
      if (!message.read) this.#unreadCount++;
      visit(message);
    });
    return messages.length;
  }

  /** Numbers of the messages that `restore` would restore. */
  undoSeqs(token: string): readonly number[] {
    return this.#undoLog.seqs(token);
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
    this.#deletedCount += this.ring.length;
    this.unload();
  }

  /** Removes everything because it will be loaded again. */
  unload(): void {
    const { length, bytes } = this.ring;
    this.#toRelease.add(this.ring.clear(), length, bytes);
    this.clearUndos();
    this.#unreadCount = 0;
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

  mark(message: RingMessage, marks: MessageMarks): void {
    if (marks.read !== undefined) this.setRead(message, marks.read);
    const tags = applyTagMarks(message, marks);
    if (tags !== undefined) message.tags = tags;
    message.invalidateRow();
  }

  #isOverLimit(): boolean {
    const { messages, bytes, envelopeBytes } = this.#limits;
    return (
      this.ring.length + this.#undoLog.length + this.#toRelease.length > messages ||
      this.ring.bytes + this.#undoLog.bytes + this.#toRelease.bytes > bytes ||
      this.#envelopeBytes > envelopeBytes
    );
  }

  /** Removes messages from the ring. Their bytes stay readable until they are released. Returns those that were listed. */
  #take(messages: readonly RingMessage[]): {
    readonly taken: readonly RingMessage[];
    readonly ids: readonly string[];
    readonly bytes: number;
  } {
    const ids: string[] = [];
    let bytes = 0;
    const taken = this.ring.removeAll(messages, (message) => {
      if (!message.read) this.#unreadCount--;
      bytes += message.size;
      ids.push(message.id);
    });
    this.#deletedCount += ids.length;
    return { taken, ids, bytes };
  }

  #freeMemory(message: RingMessage): void {
    this.#envelopeBytes -= message.heapBytes;
    message.release();
  }
}

/** Drops what can be derived again. A message that is restored meanwhile derives it again. */
function* dropCaches(messages: readonly RingMessage[]): Generator<undefined, void> {
  for (const message of messages) {
    message.dropViews();
    message.dropRowData();
    yield;
  }
}
