import type { Envelope, Finding, MessageSummary, ProviderRequest } from "@mailglass/shared";
import type { DkimKeyRecord } from "../mail/dkim/dkim-key.ts";
import type { HeaderIndex } from "../mail/header-index.ts";
import { countBySeverity } from "../mail/lint-mail.ts";
import type { BorrowedMail, Mail, Unborrowed } from "../mail/mail.ts";
import type { RowFacts } from "../mail/mail-facts.ts";
import { NO_TAGS } from "../mail/own-tags.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import type { ContentIndex } from "../mail/search-index.ts";
import { summarizeEnvelope } from "../mail/summarize-mail.ts";
import { MAX_TAGS, sortTags } from "../mail/tag-names.ts";
import type { TextSignature } from "../mail/text-signature.ts";
import type { SearchableMessage } from "./compile-query.ts";
import type { PreparedPart } from "./idle-preparation.ts";
import { toNewMessage } from "./kept-mail.ts";
import type { LargeMessageQueue } from "./large-message-queue.ts";
import type { NewMessage, RawChunks, SessionLines } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import { LARGE_MESSAGE_BYTES, MessageBytes, type MessageMemory } from "./message-bytes.ts";
import { MessageFacts } from "./message-facts.ts";
import type { LoadedMail } from "./store.ts";

/*
 * A message of the ring: its bytes, envelope and marks, and its row in lists.
 *
 * Input: an `IncomingMail`, once. Storing it costs two small objects; its bytes are read on demand.
 * Output: the members of `StoredMessage` for the API, and those of `SearchableMessage` for queries.
 *
 * It consists of two parts, described in their files:
 *   MessageBytes  the bytes, and how long they stay readable
 *   MessageFacts  the data read from them, created on first use
 *
 * Invariants:
 *   - id, seq, size and envelope never change. `read` and `tags` do; call `invalidateRow` after a change.
 *   - A row is cached until `invalidateRow` or `dropRowData`, even if the message is gone.
 *   - A row is `partial` if its message could not be read completely: either `summary` was called before the worker had read
 *     it (such a row is not cached), or the worker could not read it.
 */

/** Default estimates of the heap size of a message, and of each recipient, in bytes. */
const ESTIMATED_HEAP_BYTES = 1000;

const PARTS: readonly PreparedPart[] = ["row", "header", "text"];

/** Resources shared by all messages of a mailbox. */
export interface MessageContext extends MessageMemory {
  /** Reads expensive messages. */
  readonly largeMessages: LargeMessageQueue;
  /** Keys that the operator has given for DKIM signatures. */
  readonly dkimKeys: readonly DkimKeyRecord[] | undefined;
  /** Called after wire findings were added to a message. */
  readonly onFindingsAdded?: ((seq: number, findings: readonly Finding[]) => void) | undefined;
}

export class RingMessage implements SearchableMessage {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly sessionLines: SessionLines | undefined;
  readonly source: string;
  readonly request: ProviderRequest | undefined;
  #wireFindings: readonly Finding[];
  readerFindings: readonly Finding[] = NO_FINDINGS;
  /** Estimated heap size of envelope and findings, in bytes. */
  readonly heapBytes: number;
  read = false;
  /** The tags that it was stored with; those that were set replace them. */
  readonly #givenTags: readonly string[];
  /** Undefined until they are set or first read. */
  #tags: readonly string[] | undefined;
  /** Number of the change that restored it after a deletion; 0 if it was never restored. */
  restoredSeq = 0;
  readonly #context: MessageContext;
  readonly #bytes: MessageBytes;
  #lazyFacts: MessageFacts | undefined;
  #summary: MessageSummary | undefined;

  constructor(id: string, seq: number, incoming: NewMessage, context: MessageContext) {
    this.id = id;
    this.seq = seq;
    this.receivedAt = incoming.receivedAt;
    this.size = incoming.size;
    this.envelope = incoming.envelope;
    this.sessionId = incoming.sessionId;
    this.sessionLines = incoming.sessionLines;
    this.source = incoming.source ?? (incoming.envelope.greeting === "LHLO" ? "lmtp" : "smtp");
    this.request = incoming.request;
    this.#wireFindings = incoming.findings;
    this.heapBytes = incoming.heapBytes ?? ESTIMATED_HEAP_BYTES * (1 + incoming.envelope.to.length);
    this.#givenTags = incoming.tags ?? NO_TAGS;
    this.#context = context;
    this.#bytes = new MessageBytes(context, seq, incoming.raw, incoming.size, {
      envelope: incoming.envelope,
      deliveredAt: this.deliveredAt,
      dkimKeys: context.dkimKeys,
    });
  }

  /** Creates the message of a store, with its marks. */
  static fromStore(mail: LoadedMail, context: MessageContext): RingMessage {
    const message = new RingMessage(mail.id, mail.seq, toNewMessage(mail), context);
    if (mail.tags !== null) message.tags = mail.tags;
    message.read = mail.read;
    return message;
  }

  /** Only a message of a session was sent when it arrived here. */
  get deliveredAt(): number | undefined {
    return this.sessionId === null ? undefined : this.receivedAt;
  }

  get wireFindings(): readonly Finding[] {
    return this.#wireFindings;
  }

  addWireFindings(findings: readonly Finding[]): void {
    const known = new Set(this.#wireFindings.map(({ code }) => code));
    const added = findings.filter(({ code }) => !known.has(code));
    if (added.length === 0) return;
    this.#wireFindings = [...this.#wireFindings, ...added];
    this.invalidateRow();
    this.#context.onFindingsAdded?.(this.seq, this.#wireFindings);
  }

  /** Replaces the findings by those that another instance knows. */
  setWireFindings(findings: readonly Finding[]): void {
    this.#wireFindings = findings;
    this.invalidateRow();
  }

  /** The tags that were set, or else those that it was stored with and those of its header and envelope. */
  get tags(): readonly string[] {
    if (this.#tags !== undefined) return this.#tags;
    if (!this.isReadable) return this.#givenTags;
    const own = this.#facts.ownTags();
    this.#tags = this.#givenTags.length === 0 ? own : sortTags([...this.#givenTags, ...own]).slice(0, MAX_TAGS);
    return this.#tags;
  }

  set tags(tags: readonly string[]) {
    this.#tags = tags;
  }

  get dkimKeys(): readonly DkimKeyRecord[] | undefined {
    return this.#context.dkimKeys;
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

  /** Like `open`. A large message that only the store has is read in time slices before. */
  load(): MaybePromise<this | undefined> {
    return whenReady(this.#bytes.loadIfLarge(), () => this.open());
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

  /** Returns the row. For an expensive message that was not read yet, it is made from the message's beginning. */
  summary(): MessageSummary {
    if (this.#summary !== undefined) return this.#summary;
    const facts = this.#facts.rowFactsIfCheap();
    if (facts === undefined) return this.#buildRow(this.#facts.beginningOfRow(), true);
    this.#summary = this.#buildRow(facts, this.#facts.isPartial);
    return this.#summary;
  }

  /** Reads a part of it, unless it was read before. */
  prepare(part: PreparedPart): MaybePromise<unknown> {
    // The worker needs several times the size in memory. A machine with little of it is not to run out of it while idle.
    if (!this.isReadable || this.size > LARGE_MESSAGE_BYTES) return undefined;
    // Bytes in the store are read once for all parts.
    return this.#prepareParts(this.#bytes.isInMemory ? [part] : PARTS);
  }

  #prepareParts([part, ...rest]: readonly PreparedPart[]): MaybePromise<unknown> {
    return part && whenReady(this.#readPart(part), () => this.#prepareParts(rest));
  }

  #readPart(part: PreparedPart): MaybePromise<unknown> {
    switch (part) {
      case "row":
        return this.row();
      case "header":
        return this.headerIndex();
      case "text":
        return whenReady(this.textSignature(), () => this.contentIndex());
    }
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
      source: this.source,
      sessionId: this.sessionId,
    };
  }

  headerIndex(): MaybePromise<HeaderIndex> {
    return this.#facts.headerIndex();
  }

  contentIndex(): MaybePromise<ContentIndex> {
    return this.#facts.contentIndex();
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

  /** Drops the row after a mark was changed. */
  invalidateRow(): void {
    this.#summary = undefined;
  }

  /** Drops the row and its data, because it was not requested for a long time. */
  dropRowData(): void {
    this.#summary = undefined;
    this.#lazyFacts?.dropRowFacts();
  }
}

const NO_FINDINGS: readonly Finding[] = [];
