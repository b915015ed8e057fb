import { type MailFacts, type RowFacts, readMailFacts, readRowFacts } from "../mail/mail-facts.ts";
import { countTextBytes, PREVIEW_BYTES, parseBeginning, parseIfCheap } from "../mail/parse-for-row.ts";
import type { ParsedMail } from "../mail/parsed-mail.ts";
import { createSearchIndex, extractSearchText, readFoldedValues, type SearchIndex } from "../mail/search-index.ts";
import { createTextSignature, type TextSignature } from "../mail/text-signature.ts";
import type { Job } from "../mail/worker/job.ts";
import { headerValuesJob, mailFactsJob, searchTextJob, textSignatureJob } from "../mail/worker/search-jobs.ts";
import type { LargeMessageQueue } from "./large-message-queue.ts";
import { type MaybePromise, whenReady } from "./maybe-promise.ts";
import type { MessageBytes } from "./message-bytes.ts";

/*
 * What rows and searches need of one message, read from its bytes when first asked for, and kept.
 *
 * A message is cheap or expensive; its first reading decides. A cheap one is read here, at once. An expensive one is read
 * by the worker, and every method gives a promise then. An expensive message that the worker cannot read is partial: its
 * facts are those of its first 16 KiB.
 */

/** Bytes of text that are made searchable on the main thread: 64 KiB take 6 ms. */
const MAX_DIRECT_TEXT_BYTES = 64 * 1024;

export class MessageFacts {
  readonly #id: string;
  readonly #bytes: MessageBytes;
  readonly #largeMessages: LargeMessageQueue;
  #rowFacts: RowFacts | undefined;
  #searchIndex: SearchIndex | undefined;
  #textSignature: TextSignature | undefined;
  /** Whether a worker reads it, once that is known. */
  #isExpensive: boolean | undefined;
  #hasLongText = false;
  /** The reading of it in the worker, while that lasts. */
  #workerRead: Promise<void> | undefined;
  #isPartial = false;

  constructor(id: string, bytes: MessageBytes, largeMessages: LargeMessageQueue) {
    this.#id = id;
    this.#bytes = bytes;
    this.#largeMessages = largeMessages;
  }

  /** True where the worker could not read it. */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  rowFacts(): MaybePromise<RowFacts> {
    return this.rowFactsIfCheap() ?? this.#readInWorker().then(() => this.rowFacts());
  }

  /** The same at once; undefined of an expensive message that the worker has not read. */
  rowFactsIfCheap(): RowFacts | undefined {
    this.#rowFacts ??= this.#readIfCheap(readRowFacts);
    return this.#rowFacts;
  }

  /** The facts of its first 16 KiB. */
  beginning(): MailFacts {
    const raw = this.#bytes.firstBytes(PREVIEW_BYTES);
    return readMailFacts(parseBeginning({ raw: () => raw, envelope: this.#bytes.envelope }));
  }

  searchIndex(): MaybePromise<SearchIndex> {
    this.#searchIndex ??= this.#readIfCheap(createSearchIndex);
    return this.#searchIndex ?? this.#readInWorker().then(() => this.searchIndex());
  }

  textSignature(): MaybePromise<TextSignature> {
    if (this.#textSignature !== undefined) return this.#textSignature;
    if (this.#hasCheapText()) this.#textSignature = this.#bytes.withBytes(createTextSignature);
    return (
      this.#textSignature ??
      this.#runJob(textSignatureJob, null, EMPTY_SIGNATURE).then((signature) => {
        this.#textSignature = signature;
        return signature;
      })
    );
  }

  searchText(): MaybePromise<string> {
    const text = this.#hasCheapText() ? this.#bytes.withBytes(extractSearchText) : undefined;
    return text ?? this.#runJob(searchTextJob, null, "");
  }

  /** Reads some of what a search needs. Returns whether anything is left to read. */
  prepareSearch(): MaybePromise<boolean> {
    if (this.#searchIndex === undefined) return whenReady(this.searchIndex(), () => true);
    return this.#textSignature === undefined && whenReady(this.textSignature(), () => false);
  }

  /** The values of all header fields of a name (lower case), folded. */
  headerValues(key: string): MaybePromise<readonly string[]> {
    const values = this.#isCheap() ? this.#bytes.withBytes((mail) => readFoldedValues(mail, key)) : undefined;
    return values ?? this.#runJob(headerValuesJob, { key }, []);
  }

  hasAttachment(): MaybePromise<boolean> {
    return whenReady(this.rowFacts(), ({ summary }) => summary.attachmentCount > 0);
  }

  /** Drops what a row is made from. The worker would have to read an expensive message again, so its facts stay. */
  dropRowFacts(): void {
    if (!this.#isExpensive) this.#rowFacts = undefined;
  }

  /** Reads the mail within the limits of `parseIfCheap`; undefined where it is expensive or gone. */
  readIfCheap<Result>(read: (parsed: ParsedMail) => Result): Result | undefined {
    return this.#bytes.isReadable ? this.#readIfCheap(read) : undefined;
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

  #isCheap(): boolean {
    if (this.#isExpensive === undefined) this.#readIfCheap(() => undefined);
    return this.#isExpensive === false;
  }

  #hasCheapText(): boolean {
    return this.#isCheap() && !this.#hasLongText;
  }

  /** Has the worker read it. */
  #readInWorker(): Promise<void> {
    this.#workerRead ??= this.#runWorkerRead().finally(() => {
      this.#workerRead = undefined;
    });
    return this.#workerRead;
  }

  async #runWorkerRead(): Promise<void> {
    const facts = await this.#runJob(mailFactsJob, null, undefined);
    this.#isPartial = facts === undefined;
    const { index, ...rowFacts } = facts ?? this.beginning();
    this.#rowFacts = rowFacts;
    this.#searchIndex = index;
  }

  #runJob<Params, Result, Fallback>(
    job: Job<Params, Result>,
    params: Params,
    fallback: Fallback,
  ): Promise<Result | Fallback> {
    return this.#largeMessages.run(job, () => this.#bytes.lease(this.#id), params, fallback);
  }
}

const EMPTY_SIGNATURE: TextSignature = { bits: new Uint32Array(1), plainRanges: [] };
