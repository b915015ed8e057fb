import type { Envelope, Finding, MessageSummary } from "@mailglass/shared";
import { countBySeverity } from "../mail/lint-mail.ts";
import type { Mail } from "../mail/mail.ts";
import { type RowFacts, readMailFacts, readRowFacts } from "../mail/mail-facts.ts";
import { countTextBytes, parseBeginning, parseIfCheap } from "../mail/parse-for-row.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import { createSearchIndex, extractSearchText, readFoldedValues, type SearchIndex } from "../mail/search-index.ts";
import { summarizeEnvelope } from "../mail/summarize-mail.ts";
import { createTextSignature, type TextSignature } from "../mail/text-signature.ts";
import type { JobSource } from "../mail/worker/job.ts";
import { headerValuesJob, mailFactsJob, searchTextJob, textSignatureJob } from "../mail/worker/search-jobs.ts";
import type { SearchableMessage } from "./compile-query.ts";
import type { LargeMessageQueue } from "./large-message-queue.ts";
import type { IncomingMail, RawChunks } from "./mailbox.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { SlabAllocator } from "./slab-allocator.ts";

/** Estimated bytes of heap of a message, and of each recipient, where its sender does not say them. */
const ESTIMATED_HEAP_BYTES = 1000;
/** Bytes of text that are made searchable on the main thread: 64 KiB take 6 ms. */
const MAX_DIRECT_TEXT_BYTES = 64 * 1024;
/** Bytes of the longest message in several pieces that is read without getting memory of its own. */
const SCRATCH_BYTES = 1024 * 1024;

/** One piece that nobody else will write to is used as it is; anything else is copied, once, to exactly its size. */
function joinChunks(chunks: RawChunks, size: number, isUnshared: boolean): Buffer {
  const [first] = chunks;
  if (isUnshared && first !== undefined && chunks.length === 1)
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  // Slow: from the pool, the slice would pin 64 KiB.
  return copyChunks(Buffer.allocUnsafeSlow(size), chunks);
}

function copyChunks(target: Buffer, chunks: RawChunks): Buffer {
  let offset = 0;
  for (const chunk of chunks) {
    target.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return target;
}

let scratch: Buffer | undefined;

/** The bytes in one piece, until those of the next message lie there; undefined where they are too many for it. */
function joinInScratch(chunks: RawChunks, size: number): Buffer | undefined {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  if (size > SCRATCH_BYTES) return undefined;
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  return copyChunks(scratch.subarray(0, size), chunks);
}

/** A message as the ring keeps it. Nothing is read from its bytes before somebody asks. */
export class RingMessage implements SearchableMessage {
  readonly id: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly size: number;
  readonly envelope: Envelope;
  readonly sessionId: string | null;
  readonly wireFindings: readonly Finding[];
  /** Estimated bytes of heap that envelope and findings take. */
  readonly heapBytes: number;
  read = false;
  tags: readonly string[];
  /** Number of the change that restored it after a deletion; 0 where none did. */
  restoredSeq = 0;
  readonly #slabs: SlabAllocator;
  /** Where the bytes lie while nobody has asked for them; undefined once the message is gone. */
  #chunks: RawChunks | undefined;
  #pinned: Buffer | undefined;
  #summary: MessageSummary | undefined;
  #rowFacts: RowFacts | undefined;
  #searchIndex: SearchIndex | undefined;
  #textSignature: TextSignature | undefined;
  readonly #largeMessages: LargeMessageQueue;
  /** Whether a worker reads it, once that is known. */
  #isLarge: boolean | undefined;
  #hasLongText = false;
  /** The reading of it in the worker, while that lasts. */
  #workerRead: Promise<void> | undefined;
  /** True where the worker could not read it: what is known of it is what its beginning shows. */
  #isPartial = false;

  constructor(id: string, seq: number, incoming: IncomingMail, slabs: SlabAllocator, largeMessages: LargeMessageQueue) {
    this.id = id;
    this.seq = seq;
    this.receivedAt = incoming.receivedAt;
    this.size = incoming.size;
    this.envelope = incoming.envelope;
    this.sessionId = incoming.sessionId;
    this.wireFindings = incoming.findings;
    this.heapBytes = incoming.heapBytes ?? ESTIMATED_HEAP_BYTES * (1 + incoming.envelope.to.length);
    this.tags = incoming.tags ?? NONE;
    this.#slabs = slabs;
    this.#largeMessages = largeMessages;
    this.#chunks = incoming.raw;
    slabs.retain(incoming.raw);
  }

  raw(): Buffer {
    this.#pinned ??= this.#copyOut();
    return this.#pinned;
  }

  /** A list or a search that moved out each message that it looks at would make as many buffers. */
  borrow(): Mail {
    const raw =
      this.#pinned === undefined && this.#chunks !== undefined ? joinInScratch(this.#chunks, this.size) : undefined;
    return raw === undefined ? this : { raw: () => raw, envelope: this.envelope };
  }

  #copyOut(): Buffer {
    const chunks = this.#chunks;
    if (chunks === undefined) throw new Error(`Message ${this.id} is gone, and was not lent to who asks for its bytes`);
    const whole = joinChunks(chunks, this.size, !this.#slabs.owns(chunks));
    this.#slabs.releasePieces(chunks);
    this.#chunks = NONE;
    return whole;
  }

  /** For whoever may still hold it when the ring has let go of it: gives it memory of its own. */
  pin(): this {
    this.raw();
    return this;
  }

  /** The ring has let go of it: its memory is used again, unless somebody asked for the bytes. */
  release(): void {
    if (this.#chunks !== undefined) this.#slabs.releasePieces(this.#chunks);
    this.#chunks = undefined;
  }

  /** False where its bytes can no longer be read. */
  get isReadable(): boolean {
    return this.#chunks !== undefined || this.#pinned !== undefined;
  }

  open(): this | undefined {
    return this.isReadable ? this.pin() : undefined;
  }

  firstBytes(limit: number): Buffer {
    const whole = this.#pinned;
    const chunks = whole === undefined ? (this.#chunks ?? NONE) : [whole];
    const copy = Buffer.allocUnsafeSlow(Math.min(limit, this.isReadable ? this.size : 0));
    let at = 0;
    for (const piece of chunks) {
      copy.set(piece.subarray(0, copy.length - at), at);
      at += piece.byteLength;
      if (at >= copy.length) break;
    }
    return copy;
  }

  parseIfCheap(): ParsedMail | undefined {
    return this.isReadable ? this.#parseIfCheap() : undefined;
  }

  hasRow(): boolean {
    return this.#summary !== undefined;
  }

  row(): MaybePromise<MessageSummary> {
    return this.#summary ?? whenReady(this.#loadRowFacts(), () => this.summary());
  }

  /** The row; of a large message that was not read yet, what its beginning shows. */
  summary(): MessageSummary {
    if (this.#summary !== undefined) return this.#summary;
    const parsed = this.#rowFacts === undefined ? this.#parseIfCheap() : undefined;
    if (parsed !== undefined) this.#rowFacts = readRowFacts(parsed);
    if (this.#rowFacts === undefined) return this.#buildRow(readRowFacts(parseBeginning(this.borrow())), true);
    this.#summary = this.#buildRow(this.#rowFacts, this.#isPartial);
    return this.#summary;
  }

  #buildRow({ summary: digest, findingCounts }: RowFacts, partial: boolean): MessageSummary {
    const { addressCounts, ...ofSource } = digest;
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
    if (this.#searchIndex !== undefined) return this.#searchIndex;
    const parsed = this.#parseIfCheap();
    if (parsed !== undefined) {
      this.#searchIndex = createSearchIndex(parsed);
      return this.#searchIndex;
    }
    return this.#readInWorker().then(() => this.searchIndex());
  }

  textSignature(): MaybePromise<TextSignature> {
    if (this.#textSignature !== undefined) return this.#textSignature;
    if (!this.#isCheap() || this.#hasLongText) {
      const emptySignature: TextSignature = { bits: new Uint32Array(1), plainRanges: [] };
      return this.#largeMessages.run(textSignatureJob, this.#jobSource, null, emptySignature).then((signature) => {
        this.#textSignature = signature;
        return signature;
      });
    }
    this.#textSignature = createTextSignature(this.borrow());
    return this.#textSignature;
  }

  searchText(): MaybePromise<string> {
    if (this.#isCheap() && !this.#hasLongText) return extractSearchText(this.borrow());
    return this.#largeMessages.run(searchTextJob, this.#jobSource, null, "");
  }

  headerValues(key: string): MaybePromise<readonly string[]> {
    if (this.#isCheap()) return readFoldedValues(this.borrow(), key);
    return this.#largeMessages.run(headerValuesJob, this.#jobSource, { key }, []);
  }

  hasAttachment(): MaybePromise<boolean> {
    return whenReady(this.#loadRowFacts(), ({ summary: digest }) => digest.attachmentCount > 0);
  }

  hasFindings(): MaybePromise<boolean> {
    return whenReady(this.row(), ({ findingCounts: { error, warning } }) => error + warning > 0);
  }

  #loadRowFacts(): MaybePromise<RowFacts> {
    if (this.#rowFacts !== undefined) return this.#rowFacts;
    const parsed = this.#parseIfCheap();
    if (parsed === undefined) return this.#readInWorker().then(() => this.#loadRowFacts());
    this.#rowFacts = readRowFacts(parsed);
    return this.#rowFacts;
  }

  /** The bytes for a job, which may still need them when the message is gone. */
  readonly #jobSource = (): JobSource | undefined => {
    if (this.#chunks === undefined || !this.#slabs.owns(this.#chunks)) return this.open();
    const copy = copyChunks(Buffer.allocUnsafeSlow(this.size), this.#chunks);
    return { id: this.id, envelope: this.envelope, raw: () => copy };
  };

  #isCheap(): boolean {
    if (this.#isLarge === undefined) this.#parseIfCheap();
    return this.#isLarge === false;
  }

  /** Reads it here, unless it is large. */
  #parseIfCheap(): ParsedMail | undefined {
    if (this.#isLarge) return undefined;
    const parsed = parseIfCheap(this.borrow());
    this.#isLarge = parsed === undefined;
    if (parsed !== undefined) this.#hasLongText = countTextBytes(parsed) > MAX_DIRECT_TEXT_BYTES;
    return parsed;
  }

  /** Has the worker read it. */
  #readInWorker(): Promise<void> {
    this.#workerRead ??= this.#runWorkerRead().finally(() => {
      this.#workerRead = undefined;
    });
    return this.#workerRead;
  }

  async #runWorkerRead(): Promise<void> {
    const facts = await this.#largeMessages.run(mailFactsJob, this.#jobSource, null, undefined);
    this.#isPartial = facts === undefined;
    const { index, ...rowFacts } =
      facts ?? readMailFacts(parseBeginning(this.isReadable ? this.borrow() : this.#emptyMail()));
    this.#rowFacts = rowFacts;
    this.#searchIndex = index;
  }

  #emptyMail(): Mail {
    return { raw: () => Buffer.alloc(0), envelope: this.envelope };
  }

  /** Drops the row, since a mark was changed or it has not been asked for in a long time. */
  invalidateRow(): void {
    this.#summary = undefined;
  }

  /** Drops what the row is made from, too. The worker would have to read a large message again, so its facts stay. */
  dropRowData(): void {
    this.#summary = undefined;
    if (!this.#isLarge) this.#rowFacts = undefined;
  }
}

const NONE: readonly never[] = [];
