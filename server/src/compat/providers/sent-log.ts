/** A message that was sent through a provider's API. */
export interface SentMail {
  /** The id that the reply gave to it. */
  readonly id: string;
  /** Its id in the mailbox. */
  readonly messageId: string;
  /** Time of the request, in milliseconds since the epoch. */
  readonly sentAt: number;
  /** When the provider was to send it; undefined if at once. */
  scheduledAt: Date | undefined;
  isCanceled: boolean;
}

/** Maximum messages that are remembered; the oldest are forgotten first. */
const MAX_ENTRIES = 10_000;

/** Remembers which credential sent which message, for routes that return messages to their sender only. */
export class SentLog {
  /** By sender and id, oldest first. A sender is a provider with the hash of a credential. */
  readonly #entries = new Map<string, SentMail>();

  record(sender: string, mail: SentMail): void {
    this.#entries.set(`${sender} ${mail.id}`, mail);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
  }

  find(sender: string, id: string): SentMail | undefined {
    return this.#entries.get(`${sender} ${id}`);
  }

  /** Returns the messages of a sender, newest first. */
  list(sender: string): SentMail[] {
    return [...this.#entries].flatMap(([key, mail]) => (key.startsWith(`${sender} `) ? [mail] : [])).reverse();
  }
}
