import { randomUUID } from "node:crypto";
import type { Undo } from "./mailbox.ts";

/** A message as the log needs it. */
interface DeletedMessage {
  readonly seq: number;
  /** Bytes. */
  readonly size: number;
}

interface Deletion<Message> {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Newest first. */
  messages: Message[];
  /** Total bytes of their sources. */
  bytes: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** How long a deletion can be undone, in ms. */
const UNDO_MS = 60_000;
/** Maximum number of deletions that can be undone at the same time. */
const MAX_DELETIONS = 100;

/**
 * Messages that were deleted and can be restored.
 *
 * Theory of operation. A deletion moves its messages from the ring to this log, under a random token. Only `take` finds
 * them. They leave the log in one of five ways: `take` returns them to be restored; they expire after 60 seconds; the
 * ring needs their memory and evicts them, one by one, before any listed message; too many other deletions follow; or
 * the mailbox is cleared. In all but the first case `release` is called with them, to free their bytes. A deletion without messages is
 * removed. Timers, not the system clock, decide when a deletion expires: `expiresAt` is only for display.
 */
export class UndoLog<Message extends DeletedMessage> {
  readonly #release: (messages: readonly Message[], bytes: number) => void;
  readonly #onExpired: (token: string) => void;
  /** By token, oldest first. */
  readonly #deletions = new Map<string, Deletion<Message>>();
  #length = 0;
  #bytes = 0;

  /**
   * @param release called with messages that can no longer be restored, and their total size in bytes
   * @param onExpired called when a deletion has expired, if the caller is to call `forget`
   */
  constructor(release: (messages: readonly Message[], bytes: number) => void, onExpired?: (token: string) => void) {
    this.#release = release;
    this.#onExpired = onExpired ?? ((token) => this.forget(token));
  }

  /** Messages that can be restored. */
  get length(): number {
    return this.#length;
  }

  /** Total bytes of their sources. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All messages that can be restored. */
  *messages(): Generator<Message> {
    for (const deletion of this.#deletions.values()) yield* deletion.messages;
  }

  /** Adds the messages of one deletion (at least one). If there are too many deletions, the oldest is dropped. */
  add(messages: readonly Message[], { token, expiresAt } = createUndoKey()): Undo {
    const remainingMs = Math.min(Math.max(0, expiresAt - Date.now()), UNDO_MS);
    const timer = setTimeout(() => this.#onExpired(token), remainingMs);
    timer.unref();
    const { newestFirst, bytes } = sortNewestFirst(messages);
    const deletion = { token, expiresAt, messages: newestFirst, bytes, timer };
    this.#deletions.set(token, deletion);
    this.#length += messages.length;
    this.#bytes += bytes;
    const [oldest] = this.#deletions.keys();
    if (oldest !== undefined && this.#deletions.size > MAX_DELETIONS) this.#onExpired(oldest);
    return toUndo(deletion);
  }

  /** Removes a deletion and returns its remaining messages; undefined if there are none. */
  take(token: string): readonly Message[] | undefined {
    return this.#remove(token)?.messages;
  }

  /** Numbers of the messages of a deletion; none if it cannot be undone. */
  seqs(token: string): readonly number[] {
    return this.#deletions.get(token)?.messages.map(({ seq }) => seq) ?? [];
  }

  find(token: string): Undo | undefined {
    const deletion = this.#deletions.get(token);
    return deletion && toUndo(deletion);
  }

  /** Deletions that can be undone, oldest first. */
  list(): Undo[] {
    return Array.from(this.#deletions.values(), toUndo);
  }

  /** Releases the oldest message of the oldest deletion; returns false if there is none. */
  evictOldest(): boolean {
    const [deletion] = this.#deletions.values();
    const message = deletion?.messages.pop();
    if (deletion === undefined || message === undefined) return false;
    this.#length--;
    this.#bytes -= message.size;
    deletion.bytes -= message.size;
    if (deletion.messages.length === 0) this.#remove(deletion.token);
    this.#release([message], message.size);
    return true;
  }

  /** Releases those of these messages that could be restored. */
  drop(seqs: ReadonlySet<number>): void {
    for (const deletion of this.#deletions.values()) {
      const dropped = deletion.messages.filter(({ seq }) => seqs.has(seq));
      if (dropped.length === 0) continue;
      const bytes = dropped.reduce((sum, { size }) => sum + size, 0);
      deletion.messages = deletion.messages.filter(({ seq }) => !seqs.has(seq));
      this.#length -= dropped.length;
      this.#bytes -= bytes;
      deletion.bytes -= bytes;
      if (deletion.messages.length === 0) this.#remove(deletion.token);
      this.#release(dropped, bytes);
    }
  }

  /** Releases everything. */
  clear(): void {
    for (const token of this.#deletions.keys()) this.forget(token);
  }

  /** Releases the messages of a deletion. */
  forget(token: string): void {
    const deletion = this.#remove(token);
    if (deletion !== undefined) this.#release(deletion.messages, deletion.bytes);
  }

  #remove(token: string): Deletion<Message> | undefined {
    const deletion = this.#deletions.get(token);
    if (deletion === undefined) return undefined;
    clearTimeout(deletion.timer);
    this.#deletions.delete(token);
    this.#length -= deletion.messages.length;
    this.#bytes -= deletion.bytes;
    return deletion;
  }
}

/** Creates a token, and the time when it expires in ms since the epoch. */
export const createUndoKey = (): { readonly token: string; readonly expiresAt: number } => ({
  token: randomUUID(),
  expiresAt: Date.now() + UNDO_MS,
});

/** Nearly all deletions are in this order already. One loop, because 100,000 messages are in no cache of the processor. */
function sortNewestFirst<Message extends DeletedMessage>(
  messages: readonly Message[],
): { readonly newestFirst: Message[]; readonly bytes: number } {
  let bytes = 0;
  let isSorted = true;
  let previous = Number.POSITIVE_INFINITY;
  for (const { seq, size } of messages) {
    bytes += size;
    isSorted &&= seq < previous;
    previous = seq;
  }
  return { newestFirst: isSorted ? [...messages] : messages.toSorted((a, b) => b.seq - a.seq), bytes };
}

const toUndo = ({ token, expiresAt, messages }: Deletion<DeletedMessage>): Undo => ({
  token,
  expiresAt,
  count: messages.length,
});

/** Converts an undo to the API's format. */
export function toUndoFields({ token, expiresAt }: Undo): { undo: string; expiresAt: string } {
  return { undo: token, expiresAt: new Date(expiresAt).toISOString() };
}
