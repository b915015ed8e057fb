import type { RingItem } from "./ring.ts";

/** Rows of the list that are kept at least; all of them would cost as much memory as the mail itself. */
const MAX_CACHED_ROWS = 2_000;

interface CachingMessage extends RingItem {
  hasRow(): boolean;
  dropRowData(): void;
}

/** Bounds how many messages of a ring keep their rows: at most twice `MAX_CACHED_ROWS`, those that were asked for last. */
export class RowCache<Message extends CachingMessage> {
  readonly #messageAt: (seq: number) => Message | undefined;
  /** Numbers of the messages whose row was made, in that order. */
  #seqs: number[] = [];

  constructor(messageAt: (seq: number) => Message | undefined) {
    this.#messageAt = messageAt;
  }

  /** To be called before the row of a message is made. Returns the message. */
  noteRequest(message: Message): Message {
    if (!message.hasRow()) this.#seqs.push(message.seq);
    if (this.#seqs.length > 2 * MAX_CACHED_ROWS) {
      for (const seq of this.#seqs.splice(0, MAX_CACHED_ROWS)) this.#messageAt(seq)?.dropRowData();
    }
    return message;
  }
}
