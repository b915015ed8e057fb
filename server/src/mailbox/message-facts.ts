import type { HeaderBlock } from "../mail/header-block.ts";
import {
  createHeaderIndex,
  createHeaderReader,
  HEADER_BYTES,
  type HeaderIndex,
  readHeaderOf,
} from "../mail/header-index.ts";
import { type MailFacts, type RowFacts, readMailFacts, readRowFacts } from "../mail/mail-facts.ts";
import { readOwnTags, TAG_HEADER_BYTES } from "../mail/own-tags.ts";
import { countTextBytes, PREVIEW_BYTES, parseBeginning, parseIfCheap } from "../mail/parse-for-row.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import { type ContentIndex, createContentIndex, extractSearchTextFrom, foldValues } from "../mail/search-index.ts";
import { summarizeMail } from "../mail/summarize-mail.ts";
import { createTextSignatureFrom, type TextSignature } from "../mail/text-signature.ts";
import type { Job } from "../mail/worker/job.ts";
import { headerValuesJob, mailFactsJob, searchTextJob, textSignatureJob } from "../mail/worker/search-jobs.ts";
import type { LargeMessageQueue } from "./large-message-queue.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { MessageBytes } from "./message-bytes.ts";

/*
 * The data of one message that rows and searches need. It is read from the bytes on first use, and cached.
 *
 * A message is cheap or expensive, as the first attempt to read it shows. A cheap one is read here, synchronously. An expensive
 * one is read by the worker, and every method returns a promise. If the worker cannot read it, it is partial: its facts come from
 * its first 16 KiB.
 */

/** Bytes of the source that are read for a row that is shown until the worker has read the message. */
const PARTIAL_ROW_BYTES = 4 * 1024;

/** Maximum bytes of text that are made searchable on the main thread. 64 KiB take 6 ms. */
const MAX_DIRECT_TEXT_BYTES = 64 * 1024;

export class MessageFacts {
  readonly #id: string;
  readonly #bytes: MessageBytes;
  readonly #largeMessages: LargeMessageQueue;
  #rowFacts: RowFacts | undefined;
  #ownTags: readonly string[] | undefined;
  #headerIndex: HeaderIndex | undefined;
  #contentIndex: ContentIndex | undefined;
  #textSignature: TextSignature | undefined;
  /** Whether the worker has to read it; undefined until that is known. */
  #isExpensive: boolean | undefined;
  #hasLongText = false;
  /** The result of the worker, while the worker reads it. */
  #workerRead: Promise<void> | undefined;
  #isPartial = false;

  constructor(id: string, bytes: MessageBytes, largeMessages: LargeMessageQueue) {
    this.#id = id;
    this.#bytes = bytes;
    this.#largeMessages = largeMessages;
  }

  /** True if the worker could not read it. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  rowFacts(): MaybePromise<RowFacts> {
    return this.rowFactsIfCheap() ?? this.#readInWorker().then(() => this.rowFacts());
  }

  /** Returns the facts synchronously; undefined for an expensive message that the worker has not read yet. */
  rowFactsIfCheap(): RowFacts | undefined {
    this.#rowFacts ??= this.#readIfCheap((parsed) => {
      this.#contentIndex ??= createContentIndex(parsed);
      this.#ownTags ??= readOwnTags(parsed.raw, parsed.envelope, parsed.header);
      return readRowFacts(parsed);
    });
    return this.#rowFacts;
  }

  /** Returns the tags that it brings along. */
  ownTags(): readonly string[] {
    this.#ownTags ??= readOwnTags(this.#bytes.firstBytes(TAG_HEADER_BYTES), this.#bytes.arrival.envelope);
    return this.#ownTags;
  }

  /** Returns the facts of its first 16 KiB. */
  #beginning(): MailFacts {
    return readMailFacts(this.#parseBeginning(PREVIEW_BYTES));
  }

  /** Returns what a row shows of its first 4 KiB, without findings: nobody may wait for it. */
  beginningOfRow(): RowFacts {
    return { summary: summarizeMail(this.#parseBeginning(PARTIAL_ROW_BYTES)), findingCounts: NO_FINDINGS };
  }

  #parseBeginning(bytes: number): ParsedMail {
    const raw = this.#bytes.firstBytes(bytes);
    return parseBeginning({ raw: () => raw, ...this.#bytes.arrival });
  }

  headerIndex(): MaybePromise<HeaderIndex> {
    const { envelope } = this.#bytes.arrival;
    this.#headerIndex ??=
      this.#readHeader((raw, header) => createHeaderIndex(createHeaderReader(raw, header, envelope))) ??
      this.#readIfCheap(createHeaderIndex);
    return this.#headerIndex ?? this.#readInWorker().then(() => this.headerIndex());
  }

  contentIndex(): MaybePromise<ContentIndex> {
    this.#contentIndex ??= this.#readIfCheap(createContentIndex);
    return this.#contentIndex ?? this.#readInWorker().then(() => this.contentIndex());
  }

  textSignature(): MaybePromise<TextSignature> {
    this.#textSignature ??= this.#readTextIfCheap((parsed) => {
      this.#contentIndex ??= createContentIndex(parsed);
      return createTextSignatureFrom(parsed);
    });
    return (
      this.#textSignature ??
      this.#runJob(textSignatureJob, null, EMPTY_SIGNATURE).then((signature) => {
        this.#textSignature = signature;
        return signature;
      })
    );
  }

  searchText(): MaybePromise<string> {
    return this.#readTextIfCheap(extractSearchTextFrom) ?? this.#runJob(searchTextJob, null, "");
  }

  /** Returns the values of all header fields of a name (lower case), folded. */
  headerValues(key: string): MaybePromise<readonly string[]> {
    return (
      this.#readHeader((raw, header) => foldValues(raw, header, key)) ??
      this.#readIfCheap(({ raw, header }) => foldValues(raw, header, key)) ??
      this.#runJob(headerValuesJob, { key }, [])
    );
  }

  hasAttachment(): MaybePromise<boolean> {
    return whenReady(this.rowFacts(), ({ summary }) => summary.attachmentCount > 0);
  }

  /** Drops the data of the row. For an expensive message it is kept, because the worker would have to read the message again. */
  dropRowFacts(): void {
    if (!this.#isExpensive) this.#rowFacts = undefined;
  }

  /** Reads the mail within the limits of `parseIfCheap`; undefined if it is expensive or gone. */
  readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined {
    return this.#bytes.isReadable ? this.#readIfCheap(read) : undefined;
  }

  /** Reads the header without the rest; undefined if it is long or takes long. */
  #readHeader<Result>(read: (raw: Buffer, header: HeaderBlock) => Result): Result | undefined {
    return this.#bytes.withBeginning(HEADER_BYTES, (mail) => {
      const beginning = mail.raw();
      const header = readHeaderOf(beginning, beginning.length === this.#bytes.size);
      return header && read(beginning, header);
    });
  }

  #readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined {
    if (this.#isExpensive) return undefined;
    const outcome = this.#bytes.withBytes((mail) => {
      const parsed = parseIfCheap(mail);
      if (parsed === undefined) return undefined;
      this.#hasLongText = countTextBytes(parsed) > MAX_DIRECT_TEXT_BYTES;
      return { result: read(parsed) };
    });
    this.#isExpensive = outcome === undefined;
    return outcome?.result;
  }

  /** Like `#readIfCheap`, for all of the text: its limit for the bytes of a body is above that of this text. */
  #readTextIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined {
    if (this.#hasLongText) return undefined;
    return this.#readIfCheap((parsed) => (this.#hasLongText ? undefined : read(parsed)));
  }

  /** Requests the facts from the worker. */
  #readInWorker(): Promise<void> {
    this.#workerRead ??= this.#runWorkerRead().finally(() => {
      this.#workerRead = undefined;
    });
    return this.#workerRead;
  }

  async #runWorkerRead(): Promise<void> {
    const facts = await this.#runJob(mailFactsJob, null, undefined);
    this.#isPartial = facts === undefined;
    const { headerIndex, contentIndex, ...rowFacts } = facts ?? this.#beginning();
    this.#rowFacts = rowFacts;
    this.#headerIndex ??= headerIndex;
    this.#contentIndex = contentIndex;
  }

  #runJob<Params, Result, Fallback>(
    job: Job<Params, Result>,
    params: Params,
    fallback: Fallback,
  ): Promise<Result | Fallback> {
    const lease = () => whenReady(this.#bytes.loadIfLarge(), () => this.#bytes.lease(this.#id));
    return this.#largeMessages.run(job, lease, params, fallback);
  }
}

const NO_FINDINGS = { error: 0, warning: 0, info: 0 };

const EMPTY_SIGNATURE: TextSignature = { bits: new Uint32Array(1), plainRanges: [] };
