import { type BdatChunk, parseBdatArgument } from "./bytes/bdat-chunk.ts";
import type { DataReader } from "./bytes/data-reader.ts";
import type { InputQueue } from "./bytes/input-queue.ts";
import type { BinaryString } from "./bytes/octets.ts";
import type { Decision, DecisionRequest, WireMessage } from "./decision.ts";
import type { Envelope } from "./envelope.ts";
import { parsePathArgument } from "./grammar/path-argument.ts";
import { WireFindingList } from "./record/finding.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import type { SessionOutput } from "./session-output.ts";
import { Transaction } from "./transaction.ts";

/** The mail transactions of a session: MAIL, RCPT, DATA, and what comes after them (RFC 5321 §3.3). */
export class MailTransactions {
  readonly #output: SessionOutput;
  #transaction: Transaction | undefined;
  /** There while mail data is read. */
  #dataReader: DataReader | undefined;
  /** There while a chunk of BDAT is read. */
  #bdatChunk: BdatChunk | undefined;
  /** Octets of the data on the wire. */
  #receivedOctets = 0;
  #transactionCount = 0;

  constructor(output: SessionOutput) {
    this.#output = output;
  }

  /** How far the transaction is; undefined where there is none. */
  get phase(): "mail" | "rcpt" | undefined {
    if (this.#transaction === undefined) return undefined;
    return this.#transaction.to.length === 0 ? "mail" : "rcpt";
  }

  get transaction(): Transaction | undefined {
    return this.#transaction;
  }

  /** True while the octets that come are of a message. */
  get isReceivingData(): boolean {
    return this.#dataReader !== undefined || this.#bdatChunk !== undefined;
  }

  /** The number of the transaction whose message has begun and is not complete, also between two chunks of it (RFC 3030 §2). */
  get messageInProgress(): number | undefined {
    return this.isReceivingData || this.#transaction?.usesBdat === true ? this.#transactionCount : undefined;
  }

  reset(): void {
    this.releaseContent();
    this.#transaction = undefined;
    this.#bdatChunk = undefined;
    this.#dataReader = undefined;
  }

  /** Nothing comes of the message at hand any more, unless it was handed over. */
  releaseContent(): void {
    this.#transaction?.releaseContent();
  }

  /** MAIL (RFC 5321 §4.1.1.2). */
  handleMail(argument: BinaryString): void {
    const { record, policy } = this.#output;
    const parsed = parsePathArgument(argument, "MAIL", (extension) => this.#output.offers(extension));
    if (!("path" in parsed)) return this.#output.refuse(parsed);
    const findings = new WireFindingList();
    const transaction = new Transaction(parsed.path, findings, {
      octets: policy.byteOps,
      memory: policy.allocator,
      budgets: policy.budgets,
      maxSize: policy.limits.messageSize,
    });
    let refusal: Reply | undefined;
    if (record.greeting === null) refusal ??= this.#output.addFinding("command-before-greeting", argument, findings);
    for (const code of parsed.findings) refusal ??= this.#output.addFinding(code, argument, findings);
    refusal ??= this.#checkParametersAllowed(parsed.path, argument, findings);
    if (!transaction.usesSmtputf8) refusal ??= this.#checkAddressCharacters(parsed.path.address, findings);
    if (refusal !== undefined) return this.#output.refuse(refusal);
    // RFC 1870 §6.1: no need to take a message that is known to be too big.
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
    if (!("path" in parsed)) return this.#output.refuse(parsed);
    let refusal: Reply | undefined;
    for (const code of parsed.findings) refusal ??= this.#output.addFinding(code, argument, transaction.findings);
    refusal ??= this.#checkParametersAllowed(parsed.path, argument, transaction.findings);
    if (!transaction.usesSmtputf8) refusal ??= this.#checkAddressCharacters(parsed.path.address, transaction.findings);
    if (refusal !== undefined) return this.#output.refuse(refusal);
    if (transaction.to.length >= this.#output.policy.limits.recipients) {
      return this.#output.reply(REPLIES.tooManyRecipients);
    }
    if (!transaction.reserve(argument.length)) return this.#output.reply(REPLIES.outOfMemory);
    this.#output.requestDecision({ stage: "rcpt", path: parsed.path });
  }

  #checkParametersAllowed(path: Transaction["from"], argument: BinaryString, list: WireFindingList): Reply | undefined {
    if (path.parameters.length === 0 || this.#output.record.greeting !== "HELO") return undefined;
    return this.#output.addFinding("parameters-after-helo", argument, list);
  }

  #checkAddressCharacters(address: string, list: WireFindingList): Reply | undefined {
    // oxlint-disable-next-line no-control-regex
    if (/^[\u0000-\u007f]*$/.test(address)) return undefined;
    return this.#output.addFinding("utf8-address-without-smtputf8", address, list);
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
   * BDAT (RFC 3030 §2). The octets of a chunk come without being asked for, so they are read even where the command is
   * refused, with `refusal` or for reasons of its own.
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
    const end = Math.min(octets.length, input.offset + chunk.remaining);
    const piece = octets.subarray(input.offset, end);
    if (chunk.refusal === undefined) this.#transaction?.write(piece);
    chunk.remaining -= piece.length;
    this.#receivedOctets += piece.length;
    input.advance(end);
    this.#finishChunkIfRead(chunk);
  }

  /** Reads what belongs to the message. */
  readData(input: InputQueue): void {
    const { chunk, offset } = input;
    if (chunk === undefined) return;
    if (this.#bdatChunk !== undefined) return this.#readChunk(input, chunk, this.#bdatChunk);
    if (this.#dataReader === undefined) return;
    const end = this.#dataReader.read(chunk, offset);
    this.#receivedOctets += end - offset;
    input.advance(end);
    if (this.#dataReader.isComplete) this.#finishMessage();
  }

  /** Writes down the data that was received, as one line of the transcript. */
  recordData(): void {
    if (this.#receivedOctets === 0) return;
    this.#output.recordEvent("data", "", this.#receivedOctets);
    this.#receivedOctets = 0;
  }

  /** All of the message is here. */
  #finishMessage(): void {
    const transaction = this.#transaction;
    this.recordData();
    this.#dataReader = undefined;
    if (transaction === undefined) return;
    if (transaction.refusal !== undefined) return this.#endTransaction(transaction, transaction.refusal);
    let refusal: Reply | undefined;
    for (const { code, seen } of transaction.collectDataFindings(this.#output.policy.strict)) {
      refusal ??= this.#output.addFinding(code, seen, transaction.findings);
    }
    if (refusal !== undefined) return this.#endTransaction(transaction, refusal);
    this.#output.requestDecision({ stage: "message" });
  }

  /** The message that came whole: its memory is the caller's from here on. */
  detachMessage(): WireMessage | undefined {
    const transaction = this.#transaction;
    if (transaction === undefined) return undefined;
    const { size, findings } = transaction;
    const envelope = this.#createEnvelope(transaction);
    const heapBytes = transaction.heapBytes + envelope.helo.length + (envelope.auth?.user.length ?? 0);
    return { raw: transaction.detachContent(), size, heapBytes, envelope, findings: findings.toArray() };
  }

  #createEnvelope({ from, to }: Transaction): Envelope {
    const { greeting, helo, peer, tls, auth } = this.#output.record;
    return { greeting, helo, from, to, peer, tls, auth };
  }

  /** The host decided on MAIL, RCPT, DATA or a message. */
  onDecision(request: DecisionRequest, decision: Decision): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    const reply = decision === undefined || "code" in decision ? decision : decision[0];
    const isRefused = reply !== undefined && isRefusal(reply);
    switch (request.stage) {
      case "mail":
        if (isRefused) this.reset();
        return this.#output.reply(reply ?? REPLIES.senderOk);
      case "rcpt":
        if (!isRefused && !transaction.addRecipient(request.path)) {
          this.#output.addFinding("repeated-recipient", request.path.address, transaction.findings);
        }
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

  /** The end of the transaction: one reply, or one for each recipient over LMTP (RFC 2033 §4.2). */
  #endTransaction(transaction: Transaction, decision: Decision): void {
    this.reset();
    if (!this.#output.policy.lmtp) {
      const reply = (decision === undefined || "code" in decision ? decision : decision[0]) ?? REPLIES.stored;
      if (!isRefusal(reply)) this.#output.record.countAcceptedMessage();
      return this.#output.reply(reply);
    }
    const replies = decision === undefined ? [] : "code" in decision ? [decision] : decision;
    const replyFor = (index: number) => replies[Math.min(index, replies.length - 1)] ?? REPLIES.stored;
    const sentReplies = transaction.to.map((_, index) => replyFor(index));
    if (sentReplies.some((reply) => !isRefusal(reply))) this.#output.record.countAcceptedMessage();
    for (const reply of sentReplies) this.#output.reply(reply);
  }
}
