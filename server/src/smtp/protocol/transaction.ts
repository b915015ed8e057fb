import type { Allocator } from "../../base/allocator.ts";
import type { Budgets } from "./budget.ts";
import { DataReader, type DataSink } from "./bytes/data-reader.ts";
import { countDataViolations } from "./bytes/data-scan.ts";
import { MessageContent } from "./bytes/message-content.ts";
import type { ByteOps } from "./bytes/octets.ts";
import type { Path } from "./envelope.ts";
import { parameterValue } from "./grammar/parameters.ts";
import type { WireFindingList } from "./record/finding.ts";
import type { WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import type { Reply } from "./reply.ts";

/** Estimated bytes of heap that a recipient takes beside its text, and a message beside its recipients. */
const RECIPIENT_BYTES = 300;
const MESSAGE_BYTES = 1000;
/** Estimated bytes of a finding. */
const FINDING_BYTES = 600;

export interface TransactionOptions {
  readonly octets: ByteOps;
  readonly memory: Allocator;
  readonly budgets: Budgets;
  /** Octets of a message. */
  readonly maxSize: number;
}

/** A mail transaction (RFC 5321 §3.3): from MAIL to the end of the message or its abort. */
export class Transaction implements DataSink {
  readonly from: Path;
  readonly to: Path[] = [];
  readonly findings: WireFindingList;
  readonly usesSmtputf8: boolean;
  readonly body: "7BIT" | "8BITMIME" | "BINARYMIME";
  /** What SIZE said, in octets; undefined where it was not given. */
  readonly declaredSize: number | undefined;
  /** The message began with BDAT, so that DATA may not follow (RFC 3030 §2). */
  usesBdat = false;
  /** A chunk was refused: nothing but RSET helps (RFC 3030 §2). */
  hasRefusedChunk = false;
  readonly #byteOps: ByteOps;
  readonly #maxSize: number;
  readonly #content: MessageContent;
  readonly #budgets: Budgets;
  #refusal: Reply | undefined;
  /** Estimated bytes of the recipients, as they are reserved. */
  #recipientBytes = 0;
  #hasEightBit = false;
  #undottedLines = 0;
  #recipientAddresses: Set<string> | undefined;

  constructor(from: Path, findings: WireFindingList, options: TransactionOptions) {
    this.from = from;
    this.findings = findings;
    this.#byteOps = options.octets;
    this.#maxSize = options.maxSize;
    this.#budgets = options.budgets;
    this.#content = new MessageContent(options.memory, options.budgets.data);
    this.usesSmtputf8 = parameterValue(from.parameters, "SMTPUTF8") !== undefined;
    const body = parameterValue(from.parameters, "BODY")?.toUpperCase();
    this.body = body === "8BITMIME" || body === "BINARYMIME" ? body : "7BIT";
    const size = parameterValue(from.parameters, "SIZE");
    this.declaredSize = size === undefined || size === null ? undefined : Number(size);
  }

  /** Reserves memory for a recipient whose argument of RCPT has `length` octets; false where too little is left. */
  reserve(length: number): boolean {
    const bytes = RECIPIENT_BYTES + length;
    if (!this.#budgets.recipients.reserve(bytes)) return false;
    this.#recipientBytes += bytes;
    return true;
  }

  /** Estimated bytes of heap that envelope and findings take as long as the message is kept. */
  get heapBytes(): number {
    return MESSAGE_BYTES + this.#recipientBytes + this.findings.size * FINDING_BYTES;
  }

  /** Takes a recipient; false where it was there before. */
  addRecipient(path: Path): boolean {
    this.to.push(path);
    if (this.to.length === 1) return true;
    this.#recipientAddresses ??= new Set(this.to.slice(0, -1).map(({ address }) => address));
    const size = this.#recipientAddresses.size;
    return this.#recipientAddresses.add(path.address).size > size;
  }

  createDataReader(): DataReader {
    return new DataReader(this.#byteOps, this);
  }

  write(piece: Uint8Array): void {
    this.size += piece.length;
    if (this.#refusal !== undefined) return;
    if (this.size > this.#maxSize) return this.#refuse(REPLIES.messageTooBig);
    if (!this.#hasEightBit) this.#hasEightBit = !this.#byteOps.isAscii(piece);
    if (this.#content.append(piece)) return;
    this.#refuse(this.size > this.#budgets.data.limit ? REPLIES.messageTooBig : REPLIES.outOfMemory);
  }

  /** What came is of no use any more; the rest is read and dropped, so that the session can continue. */
  #refuse(reply: Reply): void {
    this.#refusal = reply;
    this.#content.release();
  }

  onMissingDotStuffing(): void {
    this.#undottedLines += 1;
  }

  /** Octets of the message so far, also of one that is not kept. */
  size = 0;

  /** What the message gets that cannot be kept: it is too big, or there is too little memory now. */
  get refusal(): Reply | undefined {
    return this.#refusal;
  }

  /** What was odd about the data, once all of it is here. */
  collectDataFindings(strict: boolean): { code: WireFindingCode; seen: string }[] {
    const found: { code: WireFindingCode; seen: string }[] = [];
    const declared = this.declaredSize;
    if (declared !== undefined && declared > 0 && this.size > declared) {
      found.push({ code: "size-too-small", seen: `SIZE=${declared}, and ${this.size} octets came` });
    }
    if (declared !== undefined && this.size < declared) {
      found.push({ code: "size-too-large", seen: `SIZE=${declared}, and ${this.size} octets came` });
    }
    if (this.#undottedLines > 0) found.push({ code: "missing-dot-stuffing", seen: `${this.#undottedLines} lines` });
    if (this.#hasEightBit && this.body === "7BIT" && !this.usesSmtputf8) {
      found.push({ code: "eight-bit-without-8bitmime", seen: "" });
    }
    if (strict && this.body !== "BINARYMIME") found.push(...this.#scanForViolations());
    return found;
  }

  *#scanForViolations(): Generator<{ code: WireFindingCode; seen: string }> {
    const { bareLf, bareCr, nul, longLines } = countDataViolations(this.#content.chunks());
    if (bareLf > 0) yield { code: "bare-lf", seen: `${bareLf} times` };
    if (bareCr > 0) yield { code: "bare-cr", seen: `${bareCr} times` };
    if (nul > 0) yield { code: "nul", seen: `${nul} octets` };
    if (longLines > 0) yield { code: "line-too-long", seen: `${longLines} lines` };
  }

  /** All octets, which are the caller's from here on. */
  detachContent(): readonly Uint8Array[] {
    this.#releaseRecipients();
    return this.#content.detach();
  }

  /** Nobody wants the octets, unless they were handed over. */
  releaseContent(): void {
    this.#releaseRecipients();
    this.#content.release();
  }

  #releaseRecipients(): void {
    this.#budgets.recipients.release(this.#recipientBytes);
    this.#recipientBytes = 0;
  }
}
