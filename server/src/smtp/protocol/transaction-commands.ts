import { type BdatChunk, parseBdatArgument } from "./bytes/bdat-chunk.ts";
import type { DataReader } from "./bytes/data-reader.ts";
import type { InputQueue } from "./bytes/input-queue.ts";
import type { BinaryString } from "./bytes/octets.ts";
import { checkPath } from "./check-path.ts";
import type { ClientPace } from "./client-pace.ts";
import { firstReply, repliesForRecipients } from "./decided-replies.ts";
import type { Decision, DecisionRequest, WireMessage } from "./decision.ts";
import type { Envelope } from "./envelope.ts";
import { parsePathArgument } from "./grammar/path-argument.ts";
import { explainMalformedPath, explainPathMistake } from "./grammar/path-mistakes.ts";
import { fixRecipient, isEmptyPath } from "./grammar/recipient-mistakes.ts";
import { type Finding, WireFindingList } from "./record/finding.ts";
import { copyInterruptedData, hasBareLfEnd } from "./record/interrupted-data.ts";
import { WIRE_FINDINGS, type WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import type { SessionOutput } from "./session-output.ts";
import { Transaction } from "./transaction.ts";

/*
 * Theory of operation
 *
 * Input: MAIL, RCPT, DATA, BDAT and RSET from `commands.ts`, which has checked their order; message bytes (`readData`); the
 * host's decisions (`onDecision`). Output: replies and decision requests through `SessionOutput`, and the message
 * (`detachMessage`).
 *
 *                       decision              decision               decision               CRLF.CRLF        decision
 *   none ── handleMail ──────── mail ── RCPT ──────── rcpt ── DATA ──────── receiving data ───────── complete ──────── none
 *                                                       │
 *                                                       └── BDAT ── decision (first chunk only) ── receiving chunk
 *                                                             ▲                                     │        │
 *                                                             └──────── chunk read, 250 ────────────┘        └─ LAST: complete
 *
 *   state              fields
 *   none               #transaction undefined
 *   mail, rcpt         #transaction set, `phase` by its number of recipients
 *   receiving data     #dataReader set
 *   receiving chunk    #bdatChunk set
 *   between chunks     transaction.usesBdat, #bdatChunk undefined
 *
 * A refused MAIL, RSET, a greeting, TLS, the end of the message and the end of the connection return to `none`.
 *
 * Refusals while bytes arrive
 *   - A message that is too large, or that exceeds the memory budget, is read to its end and dropped. It is refused there, so
 *     that the session stays in step (RFC 5321 §4.5.3.1.10).
 *   - A client sends the bytes of a chunk without waiting for a reply. They are read even if BDAT is refused. Further chunks
 *     get 503 until RSET (RFC 3030 §2).
 *
 * Invariants
 *   - At most one transaction exists, and at most one of #dataReader and #bdatChunk is set.
 *   - The content of a message is released, or detached by the host, exactly once.
 *   - A message ends with exactly one reply; over LMTP with one for each accepted recipient (RFC 2033 §4.2).
 */

/** Findings on what MAIL declared. They are found when the data is complete. */
const MAIL_PARAMETER_FINDINGS: ReadonlySet<WireFindingCode> = new Set([
  "size-too-small",
  "size-too-large",
  "eight-bit-without-8bitmime",
]);

/** The mail transactions of a session: MAIL, RCPT, DATA, BDAT (RFC 5321 §3.3, RFC 3030). */
export class TransactionCommands {
  readonly #output: SessionOutput;
  #transaction: Transaction | undefined;
  /** Set while the data of DATA is read. */
  #dataReader: DataReader | undefined;
  /** Set while a chunk of BDAT is read. */
  #bdatChunk: BdatChunk | undefined;
  /** Message octets received on the wire since the last transcript line. */
  #receivedOctets = 0;
  #transactionCount = 0;
  readonly #pace: ClientPace;
  readonly #onDataEnd: (end: "dot" | "chunk", hasMoreInput: boolean) => void;

  /** @param onDataEnd is called when the data of DATA, or a chunk of BDAT, was read to its end, before it is decided on */
  constructor(
    output: SessionOutput,
    pace: ClientPace,
    onDataEnd: (end: "dot" | "chunk", hasMoreInput: boolean) => void,
  ) {
    this.#output = output;
    this.#pace = pace;
    this.#onDataEnd = onDataEnd;
  }

  /** Whether a recipient of the transaction was refused. */
  get hasRefusedRecipient(): boolean {
    return this.#transaction?.hasRefusedRecipient === true;
  }

  /** The phase of the transaction; undefined if there is none. */
  get phase(): "mail" | "rcpt" | undefined {
    if (this.#transaction === undefined) return undefined;
    return this.#transaction.to.length === 0 ? "mail" : "rcpt";
  }

  get transaction(): Transaction | undefined {
    return this.#transaction;
  }

  /** True while the input belongs to a message. */
  get isReceivingData(): boolean {
    return this.#dataReader !== undefined || this.#bdatChunk !== undefined;
  }

  /** The number of the transaction whose message has begun and is not complete. Set between chunks, too (RFC 3030 §2). */
  get messageInProgress(): number | undefined {
    return this.isReceivingData || this.#transaction?.usesBdat === true ? this.#transactionCount : undefined;
  }

  /** Aborts the transaction, if there is one. */
  reset(): void {
    this.releaseContent();
    this.#transaction = undefined;
    this.#bdatChunk = undefined;
    this.#dataReader = undefined;
  }

  /** Releases the content of the current message, unless it was detached. */
  releaseContent(): void {
    this.#transaction?.releaseContent();
  }

  /** MAIL (RFC 5321 §4.1.1.2). */
  handleMail(argument: BinaryString): void {
    const { record, policy } = this.#output;
    const parsed = parsePathArgument(argument, "MAIL", (extension) => this.#output.offers(extension));
    if (!("path" in parsed)) {
      this.#explainMistake(argument, parsed);
      return this.#output.refuse(parsed);
    }
    const findings = new WireFindingList();
    const transaction = new Transaction(parsed.path, findings, {
      byteOps: policy.byteOps,
      allocator: policy.allocator,
      budgets: policy.budgets,
      maxSize: policy.limits.messageSize,
      line: record.transcript.lineCount,
    });
    let refusal: Reply | undefined;
    if (record.greeting === null) refusal ??= this.#output.addFinding("command-before-greeting", argument, findings);
    refusal ??= checkPath(this.#output, parsed, argument, transaction);
    if (refusal !== undefined) return this.#output.refuse(refusal);
    // RFC 1870 §6.1: refuse a message that declares itself too large.
    if ((transaction.declaredSize ?? 0) > policy.limits.messageSize) return this.#output.reply(REPLIES.messageTooBig);
    this.#transaction = transaction;
    this.#transactionCount++;
    this.#output.requestDecision({ stage: "mail", path: parsed.path });
  }

  /** RCPT (RFC 5321 §4.1.1.3). */
  handleRcpt(argument: BinaryString): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    const parsed = parsePathArgument(argument, "RCPT", (extension) => this.#output.offers(extension));
    // Set again if the recipient is accepted.
    transaction.hasRefusedRecipient = true;
    if (!("path" in parsed)) {
      if (isEmptyPath(argument))
        this.#output.addFinding("address-without-domain", argument, transaction.findings, {
          fix: "Pass the address of the recipient; check for a variable that is empty",
        });
      else this.#explainMistake(argument, parsed, transaction.findings);
      return this.#output.refuse(parsed);
    }
    const fix = parsed.findings.length === 0 ? undefined : fixRecipient(argument);
    const refusal = checkPath(this.#output, parsed, argument, transaction, fix);
    if (refusal !== undefined) return this.#output.refuse(refusal);
    if (transaction.to.length >= this.#output.policy.limits.recipients) {
      return this.#output.reply(REPLIES.tooManyRecipients);
    }
    if (!transaction.reserveRecipient(argument.length)) return this.#output.reply(REPLIES.outOfMemory);
    this.#output.requestDecision({ stage: "rcpt", path: parsed.path });
  }

  /** Adds a finding on an argument whose syntax is refused. */
  #explainMistake(argument: BinaryString, refusal: Reply, findings?: WireFindingList): void {
    const { code, fix } = explainPathMistake(argument) ?? explainMalformedPath(argument, refusal);
    this.#output.addFinding(code, argument, findings, { fix });
  }

  /** DATA (RFC 5321 §4.1.1.4). */
  handleData(): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    if (transaction.usesBdat) return this.#output.refuse(REPLIES.dataAfterBdat);
    if (transaction.body === "BINARYMIME") return this.#output.refuse(REPLIES.binaryNeedsBdat);
    this.#output.requestDecision({ stage: "data" });
  }

  /**
   * BDAT (RFC 3030 §2). The client sends the chunk without waiting for a reply, so it is read even if the command is refused.
   *
   * @param refusal the reply after the chunk, if the command is already refused
   */
  handleBdat(argument: BinaryString, refusal?: Reply): void {
    const chunk = parseBdatArgument(argument);
    if (chunk === undefined) return this.#output.refuse(REPLIES.bdatSyntax);
    const transaction = this.#transaction;
    this.#bdatChunk = chunk;
    chunk.refusal = refusal ?? (transaction?.hasRefusedChunk === true ? REPLIES.bdatRefused : undefined);
    if (chunk.refusal !== undefined || transaction?.usesBdat === true) return this.#finishChunkIfRead(chunk);
    return this.#output.requestDecision({ stage: "data" });
  }

  #finishChunkIfRead(chunk: BdatChunk): void {
    if (chunk.remaining > 0) return;
    this.#bdatChunk = undefined;
    this.recordData();
    const transaction = this.#transaction;
    if (chunk.refusal !== undefined) {
      if (transaction !== undefined) transaction.hasRefusedChunk = true;
      this.#output.refuse(chunk.refusal);
    } else if (chunk.isLast) this.#finishMessage();
    else if (transaction?.refusal !== undefined) {
      transaction.hasRefusedChunk = true;
      this.#output.reply(transaction.refusal);
    } else this.#output.reply({ code: 250, enhanced: "2.0.0", text: `${chunk.size} octets received` });
  }

  #readChunk(input: InputQueue, octets: Uint8Array, chunk: BdatChunk): void {
    this.#recordDataStart();
    const end = Math.min(octets.length, input.offset + chunk.remaining);
    const piece = octets.subarray(input.offset, end);
    if (chunk.refusal === undefined) this.#transaction?.write(piece);
    chunk.remaining -= piece.length;
    this.#receivedOctets += piece.length;
    input.advance(end);
    if (chunk.remaining === 0) this.#onDataEnd("chunk", !input.isEmpty);
    this.#finishChunkIfRead(chunk);
  }

  /** Reads the input that belongs to the message. */
  readData(input: InputQueue): void {
    const { chunk, offset } = input;
    if (chunk === undefined) return;
    if (this.#bdatChunk !== undefined) return this.#readChunk(input, chunk, this.#bdatChunk);
    if (this.#dataReader === undefined) return;
    this.#recordDataStart();
    const end = this.#dataReader.read(chunk, offset);
    this.#receivedOctets += end - offset;
    input.advance(end);
    if (!this.#dataReader.isComplete) return;
    this.#onDataEnd("dot", !input.isEmpty);
    this.#finishMessage();
  }

  /** Records that a message begins, once. */
  #recordDataStart(): void {
    if (this.#transaction === undefined || this.#transaction.hasBegun) return;
    this.#transaction.hasBegun = true;
    this.#output.recordEvent("data", "");
  }

  /** Records the received message bytes as one transcript line. */
  recordData(): void {
    if (this.#receivedOctets === 0) return;
    this.#output.recordEvent("data", "", this.#receivedOctets);
    this.#receivedOctets = 0;
  }

  /** The message is complete: refuses it, or requests the decision on it. */
  #finishMessage(): void {
    const transaction = this.#transaction;
    this.recordData();
    this.#dataReader = undefined;
    this.#pace.checkSilence();
    if (transaction === undefined) return;
    if (transaction.refusal !== undefined) return this.#endTransaction(transaction, transaction.refusal);
    let refusal: Reply | undefined;
    const scansData = this.#output.policy.strict.has(WIRE_FINDINGS["bare-lf"].group);
    for (const { code, seen } of transaction.collectDataFindings(scansData)) {
      const line = MAIL_PARAMETER_FINDINGS.has(code) ? transaction.line : undefined;
      refusal ??= this.#output.addFinding(code, seen, transaction.findings, { line });
    }
    if (refusal !== undefined) return this.#endTransaction(transaction, refusal);
    this.#output.requestDecision({ stage: "message" });
  }

  /** Detaches the complete message. From then on the caller owns its chunks. */
  detachMessage(): WireMessage | undefined {
    const transaction = this.#transaction;
    if (transaction === undefined) return undefined;
    const { size, line: mailLine } = transaction;
    const { sessionFindings, transcript } = this.#output.record;
    const ownFindings = transaction.findings.toArray();
    const findings = sessionFindings.length === 0 ? ownFindings : mergeFindings(sessionFindings, ownFindings);
    const envelope = this.#createEnvelope(transaction);
    const heapBytes = transaction.heapBytes + envelope.helo.length + (envelope.auth?.user.length ?? 0);
    const lines = { mail: mailLine, end: transcript.lineCount };
    return { raw: transaction.detachContent(), size, heapBytes, envelope, findings, lines };
  }

  /** Keeps the beginning and the end of a message whose transfer is interrupted, and looks for the reason. */
  keepInterruptedData(): void {
    const chunks = this.#transaction?.contentChunks() ?? [];
    if (chunks.length === 0) return;
    const data = copyInterruptedData(chunks);
    if (this.#transaction?.hasBareLfDot === true || hasBareLfEnd(data))
      this.#output.addFinding("bare-lf-end-of-data", "");
    this.#output.record.keepInterruptedData(data);
  }

  #createEnvelope({ from, to }: Transaction): Envelope {
    const { greeting, helo, peer, tls, auth } = this.#output.record;
    return { greeting, helo, from, to, peer, tls, auth };
  }

  /** Handles the decision on MAIL, RCPT, DATA, the first BDAT or a message. */
  onDecision(request: DecisionRequest, decision: Decision): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    const reply = firstReply(decision);
    const isRefused = reply !== undefined && isRefusal(reply);
    switch (request.stage) {
      case "mail":
        if (isRefused) this.reset();
        return this.#output.reply(reply ?? REPLIES.senderOk);
      case "rcpt":
        if (!isRefused && !transaction.addRecipient(request.path)) {
          this.#output.addFinding("repeated-recipient", request.path.address, transaction.findings);
        }
        if (!isRefused) transaction.hasRefusedRecipient = false;
        return this.#output.reply(reply ?? REPLIES.recipientOk);
      case "data":
        return this.#beginData(transaction, isRefused ? reply : undefined);
      case "message":
        return this.#endTransaction(transaction, decision);
      case "connect":
      case "helo":
      case "auth":
        return undefined;
    }
  }

  #beginData(transaction: Transaction, refusal: Reply | undefined): void {
    const chunk = this.#bdatChunk;
    if (chunk !== undefined) {
      chunk.refusal = refusal;
      transaction.usesBdat = true;
      return this.#finishChunkIfRead(chunk);
    }
    if (refusal === undefined) this.#dataReader = transaction.createDataReader();
    return this.#output.reply(refusal ?? REPLIES.startData);
  }

  /** Ends the transaction with one reply, or over LMTP with one for each recipient (RFC 2033 §4.2). */
  #endTransaction(transaction: Transaction, decision: Decision): void {
    this.reset();
    const replies = this.#output.policy.lmtp
      ? repliesForRecipients(decision, transaction.to.length)
      : [firstReply(decision) ?? REPLIES.stored];
    if (replies.some((reply) => !isRefusal(reply))) this.#output.record.countAcceptedMessage();
    for (const reply of replies) this.#output.reply(reply);
  }
}

/** Joins findings on the session and on the message. A code that both have is taken from the message. */
function mergeFindings(ofSession: readonly Finding[], ofMessage: readonly Finding[]): readonly Finding[] {
  if (ofMessage.length === 0) return ofSession;
  const codes = new Set(ofMessage.map(({ code }) => code));
  return [...ofSession.filter(({ code }) => !codes.has(code)), ...ofMessage];
}
