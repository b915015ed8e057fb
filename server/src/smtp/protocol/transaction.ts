import type { Allocator } from "../../base/allocator.ts";
import type { Budgets } from "./budget.ts";
import { DataReader, type DataSink } from "./bytes/data-reader.ts";
import { countDataViolations } from "./bytes/data-scan.ts";
import { MessageContent } from "./bytes/message-content.ts";
import type { ByteOps } from "./bytes/octets.ts";
import type { Path } from "./envelope.ts";
import { findParameterValue } from "./grammar/parameters.ts";
import type { WireFindingList } from "./record/finding.ts";
import type { WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import type { Reply } from "./reply.ts";

/** Estimated heap bytes of a recipient without its text, and of a message without its recipients. */
const RECIPIENT_BYTES = 300;
const MESSAGE_BYTES = 1000;
/** Estimated heap bytes of a finding, and of each of its places. */
const FINDING_BYTES = 600;
const PLACE_BYTES = 60;

const LF = 10;
const FINAL_CRLF_OCTETS = 2;

export interface TransactionOptions {
  readonly byteOps: ByteOps;
  readonly allocator: Allocator;
  readonly budgets: Budgets;
  /** Maximum size of a message, in octets. */
  readonly maxSize: number;
  /** Transcript line of MAIL. */
  readonly line: number;
}

/** One mail transaction (RFC 5321 §3.3), from MAIL to the end of the message or its abort. */
export class Transaction implements DataSink {
  readonly from: Path;
  readonly to: Path[] = [];
  readonly findings: WireFindingList;
  readonly usesSmtputf8: boolean;
  readonly body: "7BIT" | "8BITMIME" | "BINARYMIME";
  /** The value of SIZE, in octets; undefined if it was not given. */
  readonly declaredSize: number | undefined;
  /** The message began with BDAT, so DATA may not follow (RFC 3030 §2). */
  usesBdat = false;
  /** A chunk was refused, so all further chunks are refused until RSET (RFC 3030 §2). */
  hasRefusedChunk = false;
  /** The first octets of the message were received. */
  hasBegun = false;
  /** A line had only a dot, which was removed, and a bare LF. The client may think that this ended the data. */
  hasBareLfDot = false;
  /** The newest RCPT was refused, or is being decided on. */
  hasRefusedRecipient = false;
  /** Transcript line of MAIL. */
  readonly line: number;
  readonly #byteOps: ByteOps;
  readonly #maxSize: number;
  readonly #content: MessageContent;
  readonly #budgets: Budgets;
  #refusal: Reply | undefined;
  /** Estimated heap bytes of the recipients, as reserved in `budgets.recipients`. */
  #recipientBytes = 0;
  #hasEightBit = false;
  #unstuffedLineCount = 0;
  #recipientAddresses: Set<string> | undefined;

  constructor(from: Path, findings: WireFindingList, options: TransactionOptions) {
    this.from = from;
    this.findings = findings;
    this.#byteOps = options.byteOps;
    this.#maxSize = options.maxSize;
    this.line = options.line;
    this.#budgets = options.budgets;
    this.#content = new MessageContent(options.allocator, options.budgets.data);
    this.usesSmtputf8 = findParameterValue(from.parameters, "SMTPUTF8") !== undefined;
    const body = findParameterValue(from.parameters, "BODY")?.toUpperCase();
    this.body = body === "8BITMIME" || body === "BINARYMIME" ? body : "7BIT";
    const size = findParameterValue(from.parameters, "SIZE");
    this.declaredSize = size === undefined || size === null ? undefined : Number(size);
  }

  /** Reserves memory for a recipient. Returns false if the budget is exhausted. */
  reserveRecipient(argumentOctets: number): boolean {
    const bytes = RECIPIENT_BYTES + argumentOctets;
    if (!this.#budgets.recipients.reserve(bytes)) return false;
    this.#recipientBytes += bytes;
    return true;
  }

  /** Estimated heap bytes of the envelope and the findings, for as long as the message is stored. */
  get heapBytes(): number {
    const { size, placeCount } = this.findings;
    return MESSAGE_BYTES + this.#recipientBytes + size * FINDING_BYTES + placeCount * PLACE_BYTES;
  }

  /** Adds a recipient. Returns false if the same address was added before. */
  addRecipient(path: Path): boolean {
    this.to.push(path);
    if (this.to.length === 1) return true;
    this.#recipientAddresses ??= new Set(this.to.slice(0, -1).map(({ address }) => foldDomain(address)));
    const size = this.#recipientAddresses.size;
    return this.#recipientAddresses.add(foldDomain(path.address)).size > size;
  }

  createDataReader(): DataReader {
    return new DataReader(this.#byteOps, this);
  }

  /** Appends octets of the message. A message over the limits is released, and only counted from then on. */
  write(piece: Uint8Array): void {
    this.size += piece.length;
    if (this.#refusal !== undefined) return;
    if (this.size > this.#maxSize) return this.#refuse(REPLIES.messageTooBig);
    if (!this.#hasEightBit) this.#hasEightBit = !this.#byteOps.isAscii(piece);
    if (this.#content.append(piece)) return;
    this.#refuse(this.size > this.#budgets.data.limit ? REPLIES.messageTooBig : REPLIES.outOfMemory);
  }

  /** Releases the content. The rest of the message is read and dropped, so that the session stays in step. */
  #refuse(reply: Reply): void {
    this.#refusal = reply;
    this.#content.release();
  }

  onMissingDotStuffing(next: number): void {
    this.#unstuffedLineCount += 1;
    if (next === LF) this.hasBareLfDot = true;
  }

  /** Octets of the message so far, including those that were dropped. */
  size = 0;

  /** The refusal of a message that cannot be stored: it is too large, or memory is exhausted. */
  get refusal(): Reply | undefined {
    return this.#refusal;
  }

  /** Returns the findings on the data of a complete message. `scansData`: those, too, that need a look at each octet. */
  collectDataFindings(scansData: boolean): { code: WireFindingCode; seen: string }[] {
    const found: { code: WireFindingCode; seen: string }[] = [];
    const declared = this.declaredSize;
    // Python's smtplib counts before it ends the last line. No server minds two octets.
    if (declared !== undefined && declared > 0 && this.size > declared + FINAL_CRLF_OCTETS) {
      found.push({ code: "size-too-small", seen: `SIZE=${declared}, received ${this.size} octets` });
    }
    if (declared !== undefined && this.size < declared) {
      found.push({ code: "size-too-large", seen: `SIZE=${declared}, received ${this.size} octets` });
    }
    if (this.#unstuffedLineCount > 0)
      found.push({ code: "missing-dot-stuffing", seen: `${this.#unstuffedLineCount} lines` });
    if (this.#hasEightBit && this.body === "7BIT" && !this.usesSmtputf8) {
      found.push({ code: "eight-bit-without-8bitmime", seen: "" });
    }
    if (scansData && this.body !== "BINARYMIME") found.push(...this.#scanForViolations());
    return found;
  }

  *#scanForViolations(): Generator<{ code: WireFindingCode; seen: string }> {
    const { bareLf, bareCr, nul, longLines } = countDataViolations(this.#content.chunks());
    if (bareLf > 0) yield { code: "bare-lf", seen: `${bareLf} times` };
    if (bareCr > 0) yield { code: "bare-cr", seen: `${bareCr} times` };
    if (nul > 0) yield { code: "nul", seen: `${nul} octets` };
    if (longLines > 0) yield { code: "line-too-long", seen: `${longLines} lines` };
  }

  /** The content so far; empty if the message was released because it cannot be stored. */
  contentChunks(): readonly Uint8Array[] {
    return this.#content.chunks();
  }

  /** Detaches the content. From then on the caller owns the chunks. */
  detachContent(): readonly Uint8Array[] {
    this.#releaseRecipients();
    return this.#content.detach();
  }

  /** Releases the content, unless it was detached. */
  releaseContent(): void {
    this.#releaseRecipients();
    this.#content.release();
  }

  #releaseRecipients(): void {
    this.#budgets.recipients.release(this.#recipientBytes);
    this.#recipientBytes = 0;
  }
}

/** Writes the domain of an address in lower case: only the local part is case-sensitive (RFC 5321 §2.4). */
function foldDomain(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  return address.slice(0, at) + address.slice(at).toLowerCase();
}
