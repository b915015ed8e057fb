import { TimeSlice } from "../../base/time-slice.ts";
import { readThreadFields } from "../../mail/thread/thread-fields.ts";
import type { Mailbox, MessageHandle, ThreadEntry, ThreadLog } from "../mailbox.ts";
import { findDuplicate } from "./find-duplicate.ts";

/*
 * Theory of operation: which messages of the mailbox belong together, by Message-ID, In-Reply-To and References.
 *
 * Nothing happens when a message is stored. The first question reads the header of the newest messages, in slices of a
 * millisecond; later ones read only what is new. An entry is dropped when its message has left the mailbox. There are at most
 * MAX_INDEXED entries of about 1 KB at most.
 */

/** Number of messages that are indexed: the newest. */
const MAX_INDEXED = 10_000;
/** Bytes of a source that are read: nearly every header fits into the first. */
const HEADER_BYTES = 8 * 1024;
const LONG_HEADER_BYTES = 128 * 1024;
const SLICE_MS = 1;

export class ThreadIndex implements ThreadLog {
  readonly #mailbox: Pick<Mailbox, "seq" | "handles">;
  #entries = new Map<string, ThreadEntry>();
  /** `seq` of the mailbox when the entries were listed. */
  #seq = -1;
  #updating: Promise<void> | undefined;

  constructor(mailbox: Pick<Mailbox, "seq" | "handles">) {
    this.#mailbox = mailbox;
  }

  async entries(): Promise<readonly ThreadEntry[]> {
    // One update at a time, so that concurrent questions do not read the same headers.
    while (this.#updating !== undefined) await this.#updating;
    this.#updating = this.#update();
    try {
      await this.#updating;
    } finally {
      this.#updating = undefined;
    }
    return [...this.#entries.values()];
  }

  async findSameMessageId(id: string): Promise<readonly ThreadEntry[]> {
    const entries = await this.entries();
    const own = this.#entries.get(id);
    if (own === undefined || own.messageId === "") return [];
    return entries.filter(({ handle, messageId }) => messageId === own.messageId && handle.id !== id);
  }

  async findDuplicate(id: string): Promise<ThreadEntry | undefined> {
    const entries = await this.entries();
    const own = this.#entries.get(id);
    return own && findDuplicate(entries, own);
  }

  async #update(): Promise<void> {
    const { seq } = this.#mailbox;
    if (seq === this.#seq) return;
    const slice = new TimeSlice(SLICE_MS);
    const known = this.#entries;
    const entries = new Map<string, ThreadEntry>();
    for (const handle of this.#mailbox.handles({ limit: MAX_INDEXED })) {
      const entry = known.get(handle.id) ?? readEntry(handle);
      if (entry !== undefined) entries.set(handle.id, entry);
      if (slice.isOver) await slice.pause();
    }
    this.#entries = entries;
    this.#seq = seq;
  }
}

/** Returns undefined if the message is gone. */
function readEntry(handle: MessageHandle): ThreadEntry | undefined {
  const first = handle.firstBytes(HEADER_BYTES);
  if (first.length === 0 && !handle.isReadable) return undefined;
  const isComplete = first.length < HEADER_BYTES || first.includes("\r\n\r\n") || first.includes("\n\n");
  return { handle, ...readThreadFields(isComplete ? first : handle.firstBytes(LONG_HEADER_BYTES)) };
}
