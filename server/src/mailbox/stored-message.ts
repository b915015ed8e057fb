import type { Envelope, Finding, MessageSummary } from "@mailglass/shared";
import { countFindings } from "../mail/findings.ts";
import { readBeginning, readLight, textBytes } from "../mail/light-reading.ts";
import type { Mail } from "../mail/mail.ts";
import { type RowFacts, readMailFacts, readRowFacts } from "../mail/mail-facts.ts";
import type { Reading } from "../mail/reading.ts";
import { createSearchIndex, type SearchIndex, searchedValues, searchText } from "../mail/search-index.ts";
import { envelopeRow } from "../mail/summary.ts";
import { createTextSignature, type TextSignature } from "../mail/text-signature.ts";
import type { JobSource } from "../mail/worker/job.ts";
import { headerValuesJob, mailFactsJob, searchTextJob, textSignatureJob } from "../mail/worker/search-jobs.ts";
import { type Eventually, whenReady } from "./eventually.ts";
import type { LargeReads } from "./large-reads.ts";
import type { Incoming, RawPieces } from "./mailbox.ts";
import type { Searchable } from "./match.ts";
import type { Slabs } from "./slabs.ts";

/** Estimated bytes of heap of a message, and of each recipient, where its sender does not say them. */
const HEAP_BYTES = 1000;
/** Bytes of text that are made searchable on the main thread: 64 KiB take 6 ms. */
const LIGHT_TEXT_BYTES = 64 * 1024;
/** Bytes of the longest message in several pieces that is read without getting memory of its own. */
const DESK = 1024 * 1024;

/** One piece that nobody else will write to is used as it is; anything else is copied, once, to exactly its size. */
function join(pieces: RawPieces, size: number, isOurs: boolean): Buffer {
  const [first] = pieces;
  if (isOurs && first !== undefined && pieces.length === 1)
    return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  // Slow: from the pool, the slice would pin 64 KiB.
  return fill(Buffer.allocUnsafeSlow(size), pieces);
}

function fill(whole: Buffer, pieces: RawPieces): Buffer {
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

let desk: Buffer | undefined;

/** The bytes in one piece, until those of the next message lie there; undefined where they are too many for it. */
function sideBySide(pieces: RawPieces, size: number): Buffer | undefined {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  if (size > DESK) return undefined;
  desk ??= Buffer.allocUnsafeSlow(DESK);
  return fill(desk.subarray(0, size), pieces);
}

/** A message as the ring keeps it. Nothing is read from its bytes before somebody asks. */
export class Stored implements Searchable {
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
  readonly #slabs: Slabs;
  /** Where the bytes lie while nobody has asked for them; undefined once the message is gone. */
  #pieces: RawPieces | undefined;
  #whole: Buffer | undefined;
  #summary: MessageSummary | undefined;
  #rowFacts: RowFacts | undefined;
  #searchIndex: SearchIndex | undefined;
  #textSignature: TextSignature | undefined;
  readonly #largeReads: LargeReads;
  /** Whether a worker reads it, once that is known. */
  #isLarge: boolean | undefined;
  #hasLargeText = false;
  /** The reading of it in the worker, while that lasts. */
  #beingRead: Promise<void> | undefined;
  /** True where the worker could not read it: what is known of it is what its beginning shows. */
  #isPartial = false;

  constructor(id: string, seq: number, incoming: Incoming, slabs: Slabs, largeReads: LargeReads) {
    this.id = id;
    this.seq = seq;
    this.receivedAt = incoming.receivedAt;
    this.size = incoming.size;
    this.envelope = incoming.envelope;
    this.sessionId = incoming.sessionId;
    this.wireFindings = incoming.findings;
    this.heapBytes = incoming.heapBytes ?? HEAP_BYTES * (1 + incoming.envelope.to.length);
    this.tags = incoming.tags ?? NONE;
    this.#slabs = slabs;
    this.#largeReads = largeReads;
    this.#pieces = incoming.raw;
    slabs.keep(incoming.raw);
  }

  raw(): Buffer {
    this.#whole ??= this.#moveOut();
    return this.#whole;
  }

  /** A list or a search that moved out each message that it looks at would make as many buffers. */
  inPlace(): Mail {
    const raw =
      this.#whole === undefined && this.#pieces !== undefined ? sideBySide(this.#pieces, this.size) : undefined;
    return raw === undefined ? this : { raw: () => raw, envelope: this.envelope };
  }

  #moveOut(): Buffer {
    const pieces = this.#pieces;
    if (pieces === undefined) throw new Error(`Message ${this.id} is gone, and was not lent to who asks for its bytes`);
    const whole = join(pieces, this.size, !this.#slabs.holds(pieces));
    this.#slabs.release(pieces);
    this.#pieces = NONE;
    return whole;
  }

  /** For whoever may still hold it when the ring has let go of it: gives it memory of its own. */
  lend(): this {
    this.raw();
    return this;
  }

  /** The ring has let go of it: its memory is used again, unless somebody asked for the bytes. */
  discard(): void {
    if (this.#pieces !== undefined) this.#slabs.release(this.#pieces);
    this.#pieces = undefined;
  }

  /** False where its bytes can no longer be read. */
  get isReadable(): boolean {
    return this.#pieces !== undefined || this.#whole !== undefined;
  }

  open(): this | undefined {
    return this.isReadable ? this.lend() : undefined;
  }

  beginning(limit: number): Buffer {
    const whole = this.#whole;
    const pieces = whole === undefined ? (this.#pieces ?? NONE) : [whole];
    const copy = Buffer.allocUnsafeSlow(Math.min(limit, this.isReadable ? this.size : 0));
    let at = 0;
    for (const piece of pieces) {
      copy.set(piece.subarray(0, copy.length - at), at);
      at += piece.byteLength;
      if (at >= copy.length) break;
    }
    return copy;
  }

  readLight(): Reading | undefined {
    return this.isReadable ? this.#readLight() : undefined;
  }

  hasSummary(): boolean {
    return this.#summary !== undefined;
  }

  row(): Eventually<MessageSummary> {
    return this.#summary ?? whenReady(this.#facts(), () => this.summary());
  }

  /** The row; of a large message that was not read yet, what its beginning shows. */
  summary(): MessageSummary {
    if (this.#summary !== undefined) return this.#summary;
    const light = this.#rowFacts === undefined ? this.#readLight() : undefined;
    if (light !== undefined) this.#rowFacts = readRowFacts(light);
    if (this.#rowFacts === undefined) return this.#rowOf(readRowFacts(readBeginning(this.inPlace())), true);
    this.#summary = this.#rowOf(this.#rowFacts, this.#isPartial);
    return this.#summary;
  }

  #rowOf({ digest, findingCounts }: RowFacts, partial: boolean): MessageSummary {
    const { addressCounts, ...ofSource } = digest;
    const wire = countFindings(this.wireFindings);
    return {
      id: this.id,
      seq: this.seq,
      receivedAt: new Date(this.receivedAt).toISOString(),
      size: this.size,
      ...ofSource,
      ...envelopeRow(this.envelope),
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

  searchIndex(): Eventually<SearchIndex> {
    if (this.#searchIndex !== undefined) return this.#searchIndex;
    const light = this.#readLight();
    if (light !== undefined) {
      this.#searchIndex = createSearchIndex(light);
      return this.#searchIndex;
    }
    return this.#readLarge().then(() => this.searchIndex());
  }

  textSignature(): Eventually<TextSignature> {
    if (this.#textSignature !== undefined) return this.#textSignature;
    if (!this.#isLight() || this.#hasLargeText) {
      const nothing: TextSignature = { bits: new Uint32Array(1), plain: [] };
      return this.#largeReads.run(textSignatureJob, this.#jobSource, null, nothing).then((signature) => {
        this.#textSignature = signature;
        return signature;
      });
    }
    this.#textSignature = createTextSignature(this.inPlace());
    return this.#textSignature;
  }

  searchText(): Eventually<string> {
    if (this.#isLight() && !this.#hasLargeText) return searchText(this.inPlace());
    return this.#largeReads.run(searchTextJob, this.#jobSource, null, "");
  }

  headerValues(key: string): Eventually<readonly string[]> {
    if (this.#isLight()) return searchedValues(this.inPlace(), key);
    return this.#largeReads.run(headerValuesJob, this.#jobSource, { key }, []);
  }

  hasAttachment(): Eventually<boolean> {
    return whenReady(this.#facts(), ({ digest }) => digest.attachmentCount > 0);
  }

  hasFindings(): Eventually<boolean> {
    return whenReady(this.row(), ({ findingCounts: { error, warning } }) => error + warning > 0);
  }

  #facts(): Eventually<RowFacts> {
    if (this.#rowFacts !== undefined) return this.#rowFacts;
    const light = this.#readLight();
    if (light === undefined) return this.#readLarge().then(() => this.#facts());
    this.#rowFacts = readRowFacts(light);
    return this.#rowFacts;
  }

  /** The bytes for a job, which may still need them when the message is gone. */
  readonly #jobSource = (): JobSource | undefined => {
    if (this.#pieces === undefined || !this.#slabs.holds(this.#pieces)) return this.open();
    const copy = fill(Buffer.allocUnsafeSlow(this.size), this.#pieces);
    return { id: this.id, envelope: this.envelope, raw: () => copy };
  };

  #isLight(): boolean {
    if (this.#isLarge === undefined) this.#readLight();
    return this.#isLarge === false;
  }

  /** Reads it here, unless it is large. */
  #readLight(): Reading | undefined {
    if (this.#isLarge) return undefined;
    const read = readLight(this.inPlace());
    this.#isLarge = read === undefined;
    if (read !== undefined) this.#hasLargeText = textBytes(read) > LIGHT_TEXT_BYTES;
    return read;
  }

  /** Has the worker read it. */
  #readLarge(): Promise<void> {
    this.#beingRead ??= this.#askWorker().finally(() => {
      this.#beingRead = undefined;
    });
    return this.#beingRead;
  }

  async #askWorker(): Promise<void> {
    const facts = await this.#largeReads.run(mailFactsJob, this.#jobSource, null, undefined);
    this.#isPartial = facts === undefined;
    const { index, ...rowFacts } =
      facts ?? readMailFacts(readBeginning(this.isReadable ? this.inPlace() : this.#gone()));
    this.#rowFacts = rowFacts;
    this.#searchIndex = index;
  }

  #gone(): Mail {
    return { raw: () => Buffer.alloc(0), envelope: this.envelope };
  }

  /** Drops the row, since a mark was changed or it has not been asked for in a long time. */
  dropSummary(): void {
    this.#summary = undefined;
  }

  /** Drops what the row is made from, too. The worker would have to read a large message again, so its facts stay. */
  dropRow(): void {
    this.#summary = undefined;
    if (!this.#isLarge) this.#rowFacts = undefined;
  }
}

const NONE: readonly never[] = [];
