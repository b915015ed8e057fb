import type { Envelope, Finding, MessageSummary } from "@mailglass/shared";
import { countBySeverity } from "../mail/lint-mail.ts";
import type { BorrowedMail, Mail, Unborrowed } from "../mail/mail.ts";
import type { RowFacts } from "../mail/mail-facts.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import type { SearchIndex } from "../mail/search-index.ts";
import { summarizeEnvelope } from "../mail/summarize-mail.ts";
import type { TextSignature } from "../mail/text-signature.ts";
import type { SearchableMessage } from "./compile-query.ts";
import type { LargeMessageQueue } from "./large-message-queue.ts";
import type { IncomingMail, RawChunks } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import { MessageBytes, type MessageMemory } from "./message-bytes.ts";
import { MessageFacts } from "./message-facts.ts";

/*
 * A message of the ring: what came with it, its marks, and its row in lists.
 *
 * Input: an `IncomingMail`, once. To store it costs two small objects; nothing is read from its bytes before somebody asks.
 * Output: the members of `StoredMessage` for the API, and those of `SearchableMessage` for queries.
 *
 * It consists of two parts, which have their own descriptions:
 *   MessageBytes  the bytes, and how long they stay readable
 *   MessageFacts  what is read from them; made when first asked for
 *
 * Invariants:
 *   - id, seq, size and envelope never change; `read` and `tags` do, and `invalidateRow` has to be called then.
 *   - A row that was made is kept until `invalidateRow` or `dropRowData`, also when the message is gone.
 *   - A row is `partial` where its message could not be read completely: `summary` was called before the worker had read
 *     it (such a row is not kept), or the worker could not read it.
 */

/** Estimated bytes of heap of a message, and of each recipient, where its sender does not say them. */
const ESTIMATED_HEAP_BYTES = 1000;

/** What all messages of a mailbox share. */
export interface MessageContext extends MessageMemory {
  /** Reads expensive messages. */
  readonly largeMessages: LargeMessageQueue;
}

export class RingMessage implements SearchableMessage {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly wireFindings: readonly Finding[];
  readerFindings: readonly Finding[] = NO_FINDINGS;
  /** Estimated bytes of heap that envelope and findings take. */
  readonly heapBytes: number;
  read = false;
  tags: readonly string[];
  /** Number of the change that restored it after a deletion; 0 where none did. */
  restoredSeq = 0;
  readonly #context: MessageContext;
  readonly #bytes: MessageBytes;
  #lazyFacts: MessageFacts | undefined;
  #summary: MessageSummary | undefined;

  constructor(id: string, seq: number, incoming: IncomingMail, context: MessageContext) {
    this.id = id;
    this.seq = seq;
    this.receivedAt = incoming.receivedAt;
    this.size = incoming.size;
    this.envelope = incoming.envelope;
    this.sessionId = incoming.sessionId;
    this.wireFindings = incoming.findings;
    this.heapBytes = incoming.heapBytes ?? ESTIMATED_HEAP_BYTES * (1 + incoming.envelope.to.length);
    this.tags = incoming.tags ?? NO_TAGS;
    this.#context = context;
    this.#bytes = new MessageBytes(context, incoming.raw, incoming.size, incoming.envelope);
  }

  get #facts(): MessageFacts {
    this.#lazyFacts ??= new MessageFacts(this.id, this.#bytes, this.#context.largeMessages);
    return this.#lazyFacts;
  }

  get isReadable(): boolean {
    return this.#bytes.isReadable;
  }

  chunks(): RawChunks {
    return this.#bytes.chunks();
  }

  mail(): Mail {
    return this.#bytes.mail();
  }

  withBytes<Result>(read: (mail: BorrowedMail) => Result): Unborrowed<Result> | undefined {
    return this.#bytes.withBytes(read);
  }

  readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined {
    return this.#facts.readIfCheap(read);
  }

  firstBytes(limit: number): Buffer {
    return this.#bytes.firstBytes(limit);
  }

  open(): this | undefined {
    return this.isReadable ? this.pin() : undefined;
  }

  pin(): this {
    this.#bytes.pin();
    return this;
  }

  retain(): void {
    this.#bytes.retain();
  }

  release(): void {
    this.#bytes.release();
  }

  dropViews(): void {
    this.#bytes.dropViews();
  }

  moveOut(maxBytes: number): number {
    return this.#bytes.moveOut(maxBytes);
  }

  hasRow(): boolean {
    return this.#summary !== undefined;
  }

  row(): MaybePromise<MessageSummary> {
    return this.#summary ?? whenReady(this.#facts.rowFacts(), () => this.summary());
  }

  /** The row; of an expensive message that was not read yet, what its beginning shows. */
  summary(): MessageSummary {
    if (this.#summary !== undefined) return this.#summary;
    const facts = this.#facts.rowFactsIfCheap();
    if (facts === undefined) return this.#buildRow(this.#facts.beginning(), true);
    this.#summary = this.#buildRow(facts, this.#facts.isPartial);
    return this.#summary;
  }

  /** Reads some of what a search needs, and a row where `withRow` says so. Returns whether anything is left to read. */
  prepareStep(withRow: boolean): MaybePromise<boolean> {
    if (!this.isReadable) return false;
    if (!withRow || this.hasRow()) return this.#facts.prepareSearch();
    return whenReady(this.row(), () => true);
  }

  #buildRow({ summary, findingCounts }: RowFacts, partial: boolean): MessageSummary {
    const { addressCounts, ...ofSource } = summary;
    const wire = countBySeverity(this.wireFindings);
    return {
      id: this.id,
      seq: this.seq,
      receivedAt: new Date(this.receivedAt).toISOString(),
      size: this.size,
      ...ofSource,
      ...summarizeEnvelope(this.envelope),
      addressCounts: { ...addressCounts, recipients: this.envelope.to.length },
      findingCounts: {
        error: wire.error + findingCounts.error,
        warning: wire.warning + findingCounts.warning,
        info: wire.info + findingCounts.info,
      },
      partial,
      read: this.read,
      tags: [...this.tags],
      sessionId: this.sessionId,
    };
  }

  searchIndex(): MaybePromise<SearchIndex> {
    return this.#facts.searchIndex();
  }

  textSignature(): MaybePromise<TextSignature> {
    return this.#facts.textSignature();
  }

  searchText(): MaybePromise<string> {
    return this.#facts.searchText();
  }

  headerValues(key: string): MaybePromise<readonly string[]> {
    return this.#facts.headerValues(key);
  }

  hasAttachment(): MaybePromise<boolean> {
    return this.#facts.hasAttachment();
  }

  hasFindings(): MaybePromise<boolean> {
    return whenReady(this.row(), ({ findingCounts: { error, warning } }) => error + warning > 0);
  }

  /** Drops the row, since a mark was changed. */
  invalidateRow(): void {
    this.#summary = undefined;
  }

  /** Drops the row and what it is made from, since it has not been asked for in a long time. */
  dropRowData(): void {
    this.#summary = undefined;
    this.#lazyFacts?.dropRowFacts();
  }
}

const NO_TAGS: readonly string[] = [];
const NO_FINDINGS: readonly Finding[] = [];
