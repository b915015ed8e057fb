import type { RingItem } from "./ring.ts";

/** Minimum number of rows that are kept. All rows would take as much memory as the mail itself. */
const MAX_CACHED_ROWS = 2_000;

interface CachingMessage extends RingItem {
  hasRow(): boolean;
  dropRowData(): void;
}

/** Limits how many messages of a ring keep their rows: the most recently requested ones, at most twice `MAX_CACHED_ROWS`. */
export class RowCache<Message extends CachingMessage> {
  readonly #messageAt: (seq: number) => Message | undefined;
  /** Numbers of the messages whose rows were built, in that order. */
  #seqs: number[] = [];

  constructor(messageAt: (seq: number) => Message | undefined) {
    this.#messageAt = messageAt;
  }

  /** Call this before the row of a message is built. Returns the message. */
  noteRequest(message: Message): Message {
    if (!message.hasRow()) this.#seqs.push(message.seq);
    if (this.#seqs.length > 2 * MAX_CACHED_ROWS) {
      for (const seq of this.#seqs.splice(0, MAX_CACHED_ROWS)) this.#messageAt(seq)?.dropRowData();
    }
    return message;
  }
}
