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

/** A request for many messages, whose progress a program can ask for. */
export interface SentBulk {
  /** The id that the reply gave to it. */
  readonly id: string;
  readonly messageCount: number;
  /** Recipients of all messages, including those that the provider rejects. */
  readonly recipientCount: number;
  readonly subject: string;
}

/** What became of a request for many messages. */
export interface BulkOutcome extends SentBulk {
  /** Time of the request, in milliseconds since the epoch. */
  readonly sentAt: number;
  /** The ids of the messages that were sent, as the provider knows them. */
  readonly messageIds: readonly string[];
  /** Recipients of these messages. */
  readonly sentCount: number;
}

/** Maximum messages, and requests for many, that are remembered; the oldest are forgotten first. */
const MAX_ENTRIES = 10_000;
const MAX_BULKS = 200;

/** Maximum ids that are kept with a request for many messages. */
const MAX_BULK_IDS = 500;
/** Maximum characters of the subject that is kept with it. */
const MAX_SUBJECT_LENGTH = 2_000;

/** Remembers which credential sent which message, for routes that return messages to their sender only. */
export class SentLog {
  /** By sender and id, oldest first. A sender is a provider with the hash of a credential. */
  readonly #entries = new Map<string, SentMail>();
  readonly #bulks = new Map<string, BulkOutcome>();

  record(sender: string, mail: SentMail): void {
    addEntry(this.#entries, `${sender} ${mail.id}`, mail, MAX_ENTRIES);
  }

  recordBulk(sender: string, bulk: BulkOutcome): void {
    const messageIds = bulk.messageIds.slice(0, MAX_BULK_IDS);
    const subject = bulk.subject.slice(0, MAX_SUBJECT_LENGTH);
    addEntry(this.#bulks, `${sender} ${bulk.id}`, { ...bulk, messageIds, subject }, MAX_BULKS);
  }

  findBulk(sender: string, id: string): BulkOutcome | undefined {
    return this.#bulks.get(`${sender} ${id}`);
  }

  find(sender: string, id: string): SentMail | undefined {
    return this.#entries.get(`${sender} ${id}`);
  }

  /** Returns the messages of a sender, newest first. */
  list(sender: string): SentMail[] {
    return [...this.#entries].flatMap(([key, mail]) => (key.startsWith(`${sender} `) ? [mail] : [])).reverse();
  }
}

function addEntry<Entry>(entries: Map<string, Entry>, key: string, entry: Entry, maximum: number): void {
  entries.set(key, entry);
  const [oldest] = entries.keys();
  if (entries.size > maximum && oldest !== undefined) entries.delete(oldest);
}
