import { createHash } from "node:crypto";
import { check } from "./failure.ts";

/**
 * The expected content of the mailbox. Senders, deletions and markings run at the same time, so the model knows for each message
 * one of: it must be there, it must not be there, it may be there. The order is given by a logical clock, which advances with each step of
 * a sender: of two messages that overlap, either may be the older one.
 *
 * A message is known by its key, which is in its reverse-path.
 */

export interface Limits {
  readonly messages: number;
  readonly bytes: number;
}

export interface Message {
  readonly key: number;
  /** Messages are deleted by group. */
  readonly group: number;
  readonly size: number;
  readonly hash: string;
  readonly begun: number;
  /** When its outcome became known; infinite while it is being sent. */
  ended: number;
  /** acknowledged: answered with 250. refused: cannot be there. unknown: the connection broke before the answer. */
  status: "sending" | "acknowledged" | "refused" | "unknown";
  deleted: "no" | "maybe" | "yes";
  /** The mark that was last set; undefined while it is uncertain. */
  read: boolean | undefined;
}

type Filter = (message: Message) => boolean;

export const senderOf = ({ key, group }: Pick<Message, "key" | "group">): string => `k${key}@g${group}.soak.example`;

/** Returns the key in a reverse-path of the soak. */
export function keyOf(sender: string): number | undefined {
  const key = /^k(\d+)@/.exec(sender)?.[1];
  return key === undefined ? undefined : Number(key);
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("base64");

export class Model {
  readonly #limits: Limits;
  readonly #messages = new Map<number, Message>();
  /** Messages that may have been stored, in the order of `ended`, with running totals. */
  readonly #stored: { readonly ended: number; readonly count: number; readonly bytes: number }[] = [];
  readonly #sending = new Set<Message>();
  readonly #activeDeletions = new Set<Filter>();
  readonly #activeMarks = new Set<Filter>();
  #clock = 0;
  #keys = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  message(key: number): Message | undefined {
    return this.#messages.get(key);
  }

  nextKey(): number {
    this.#keys += 1;
    return this.#keys;
  }

  begin(key: number, group: number, bytes: Uint8Array): Message {
    const message: Message = {
      key,
      group,
      size: bytes.length,
      hash: hashOf(bytes),
      begun: ++this.#clock,
      ended: Number.POSITIVE_INFINITY,
      status: "sending",
      deleted: "no",
      read: false,
    };
    if ([...this.#activeDeletions].some((filter) => filter(message))) message.deleted = "maybe";
    if ([...this.#activeMarks].some((filter) => filter(message))) message.read = undefined;
    this.#messages.set(key, message);
    this.#sending.add(message);
    return message;
  }

  end(message: Message, status: "acknowledged" | "refused" | "unknown"): void {
    message.status = status;
    message.ended = ++this.#clock;
    this.#sending.delete(message);
    if (status === "refused") return;
    const { count = 0, bytes = 0 } = this.#stored.at(-1) ?? {};
    this.#stored.push({ ended: message.ended, count: count + 1, bytes: bytes + message.size });
  }

  /** Runs a deletion. Messages that were acknowledged before are gone afterwards; those sent during it may be gone. */
  async deleting(filter: Filter, deletion: () => Promise<void>): Promise<void> {
    const matching = this.#matching(filter);
    for (const message of matching) if (message.deleted === "no") message.deleted = "maybe";
    const certain = matching.filter(({ status }) => status === "acknowledged");
    this.#activeDeletions.add(filter);
    try {
      await deletion();
    } finally {
      this.#activeDeletions.delete(filter);
    }
    for (const message of certain) message.deleted = "yes";
  }

  /** Runs a marking; only one may run at a time. */
  async marking(filter: Filter, read: boolean, marking: () => Promise<void>): Promise<void> {
    const matching = this.#matching(filter);
    const certain = matching.filter(({ status }) => status === "acknowledged");
    for (const message of matching) message.read = undefined;
    this.#activeMarks.add(filter);
    try {
      await marking();
    } finally {
      this.#activeMarks.delete(filter);
    }
    for (const message of certain) message.read = read;
  }

  #matching(filter: Filter): Message[] {
    return [...this.#messages.values()].filter((message) => message.status !== "refused" && filter(message));
  }

  /** Whether it may have been evicted. */
  mayBeEvicted({ begun, size }: Message): boolean {
    const last = this.#stored.at(-1);
    if (last === undefined) return false;
    // All messages that ended before this one began are older.
    const older = this.#stored.findLast(({ ended }) => ended < begun) ?? { count: 0, bytes: 0 };
    const count = last.count - older.count + this.#sending.size;
    const sending = [...this.#sending].reduce((sum, each) => sum + each.size, 0);
    const bytes = last.bytes - older.bytes + size + sending;
    return count >= this.#limits.messages || bytes > this.#limits.bytes;
  }

  mayBeGone(message: Message): boolean {
    return message.deleted !== "no" || message.status !== "acknowledged" || this.mayBeEvicted(message);
  }

  /**
   * Compares the model with an idle mailbox, and removes messages that are gone.
   *
   * @param kept every message that the server lists
   */
  compare(kept: readonly { readonly sender: string; readonly hash: string; readonly read: boolean }[]): void {
    const present = new Map<number, Message>();
    for (const { sender, hash, read } of kept) {
      const message = this.#messages.get(keyOf(sender) ?? Number.NaN);
      check(message !== undefined, `a message from ${sender} that was never sent, or was gone already`);
      check(!present.has(message.key), `message ${message.key} is there twice`);
      check(message.status !== "refused", `message ${message.key} was refused, and is there`);
      check(message.deleted !== "yes", `message ${message.key} was deleted, and is there`);
      check(hash === message.hash, `message ${message.key} has other bytes than were sent`);
      check(
        message.read === undefined || message.read === read,
        `message ${message.key} should be read: ${message.read}`,
      );
      present.set(message.key, message);
    }
    const missing = [...this.#messages.values()].filter(({ key }) => !present.has(key));
    const evicted = missing.filter(({ status, deleted }) => status === "acknowledged" && deleted === "no");
    for (const message of evicted)
      check(this.mayBeEvicted(message), `message ${message.key} was acknowledged, and is neither there nor evicted`);
    const newestEvicted = Math.max(0, ...evicted.map(({ begun }) => begun));
    for (const { key, ended } of present.values())
      check(ended > newestEvicted, `message ${key} is there, though a newer one was evicted`);
    for (const { key } of missing) this.#messages.delete(key);
  }
}
