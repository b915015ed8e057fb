import { type Chunk, parseChunk } from "./chunk.ts";
import type { DataReader } from "./data-reader.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Envelope } from "./envelope.ts";
import { FindingList } from "./finding.ts";
import type { Input } from "./input.ts";
import { parsePathArgument } from "./mail-arguments.ts";
import type { BinaryString } from "./octets.ts";
import type { Question, ReceivedMessage, Verdict } from "./question.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { Transaction } from "./transaction.ts";

/** The mail transactions of a session: MAIL, RCPT, DATA, and what comes after them (RFC 5321 §3.3). */
export class Delivery {
  readonly #dialogue: Dialogue;
  #transaction: Transaction | undefined;
  /** There while mail data is read. */
  #reader: DataReader | undefined;
  /** There while a chunk of BDAT is read. */
  #chunk: Chunk | undefined;
  /** Octets of the data on the wire. */
  #received = 0;
  #transactionCount = 0;

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue;
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
  get isReceiving(): boolean {
    return this.#reader !== undefined || this.#chunk !== undefined;
  }

  /** The number of the transaction whose message has begun and is not complete, also between two chunks of it (RFC 3030 §2). */
  get messageInProgress(): number | undefined {
    return this.isReceiving || this.#transaction?.chunked === true ? this.#transactionCount : undefined;
  }

  reset(): void {
    this.giveBack();
    this.#transaction = undefined;
    this.#chunk = undefined;
    this.#reader = undefined;
  }

  /** Nothing comes of the message at hand any more, unless it was handed over. */
  giveBack(): void {
    this.#transaction?.giveBack();
  }

  /** MAIL (RFC 5321 §4.1.1.2). */
  mail(argument: BinaryString): void {
    const { record, policy } = this.#dialogue;
    const parsed = parsePathArgument(argument, "MAIL", (extension) => this.#dialogue.offers(extension));
    if (!("path" in parsed)) return this.#dialogue.refuse(parsed);
    const findings = new FindingList();
    const transaction = new Transaction(parsed.path, findings, {
      octets: policy.octets,
      memory: policy.memory,
      budgets: policy.budgets,
      maxSize: policy.limits.messageSize,
    });
    let refusal: Reply | undefined;
    if (record.greeting === null) refusal ??= this.#dialogue.remark("command-before-greeting", argument, findings);
    for (const code of parsed.findings) refusal ??= this.#dialogue.remark(code, argument, findings);
    refusal ??= this.#remarkOnParameters(parsed.path, argument, findings);
    if (!transaction.smtputf8) refusal ??= this.#remarkOnCharacters(parsed.path.address, findings);
    if (refusal !== undefined) return this.#dialogue.refuse(refusal);
    // RFC 1870 §6.1: no need to take a message that is known to be too big.
    if ((transaction.declaredSize ?? 0) > policy.limits.messageSize) return this.#dialogue.say(REPLIES.messageTooBig);
    this.#transaction = transaction;
    this.#transactionCount++;
    this.#dialogue.ask({ stage: "mail", path: parsed.path });
  }

  /** RCPT (RFC 5321 §4.1.1.3). */
  rcpt(argument: BinaryString): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    const parsed = parsePathArgument(argument, "RCPT", (extension) => this.#dialogue.offers(extension));
    if (!("path" in parsed)) return this.#dialogue.refuse(parsed);
    let refusal: Reply | undefined;
    for (const code of parsed.findings) refusal ??= this.#dialogue.remark(code, argument, transaction.findings);
    refusal ??= this.#remarkOnParameters(parsed.path, argument, transaction.findings);
    if (!transaction.smtputf8) refusal ??= this.#remarkOnCharacters(parsed.path.address, transaction.findings);
    if (refusal !== undefined) return this.#dialogue.refuse(refusal);
    if (transaction.to.length >= this.#dialogue.policy.limits.recipients) {
      return this.#dialogue.say(REPLIES.tooManyRecipients);
    }
    if (!transaction.reserve(argument.length)) return this.#dialogue.say(REPLIES.outOfMemory);
    this.#dialogue.ask({ stage: "rcpt", path: parsed.path });
  }

  #remarkOnParameters(path: Transaction["from"], argument: BinaryString, list: FindingList): Reply | undefined {
    if (path.parameters.length === 0 || this.#dialogue.record.greeting !== "HELO") return undefined;
    return this.#dialogue.remark("parameters-after-helo", argument, list);
  }

  #remarkOnCharacters(address: string, list: FindingList): Reply | undefined {
    // oxlint-disable-next-line no-control-regex
    if (/^[\u0000-\u007f]*$/.test(address)) return undefined;
    return this.#dialogue.remark("utf8-address-without-smtputf8", address, list);
  }

  /** DATA (RFC 5321 §4.1.1.4). */
  data(): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    if (transaction.chunked) return this.#dialogue.refuse(REPLIES.dataAfterBdat);
    if (transaction.body === "BINARYMIME") return this.#dialogue.refuse(REPLIES.binaryNeedsBdat);
    this.#dialogue.ask({ stage: "data" });
  }

  /**
   * BDAT (RFC 3030 §2). The octets of a chunk come without being asked for, so they are read even where the command is
   * refused, with `refusal` or for reasons of its own.
   */
  bdat(argument: BinaryString, refusal?: Reply): void {
    const chunk = parseChunk(argument);
    if (chunk === undefined) return this.#dialogue.refuse(REPLIES.bdatSyntax);
    const transaction = this.#transaction;
    this.#chunk = chunk;
    chunk.refusal = refusal ?? (transaction?.chunkRefused === true ? REPLIES.bdatRefused : undefined);
    if (chunk.refusal !== undefined || transaction?.chunked === true) return this.#endChunkIfRead(chunk);
    return this.#dialogue.ask({ stage: "data" });
  }

  #endChunkIfRead(chunk: Chunk): void {
    if (chunk.left > 0) return;
    this.#chunk = undefined;
    this.noteData();
    const transaction = this.#transaction;
    if (chunk.refusal !== undefined) {
      if (transaction !== undefined) transaction.chunkRefused = true;
      this.#dialogue.refuse(chunk.refusal);
    } else if (chunk.last) this.#finish();
    else if (transaction?.refusal !== undefined) {
      transaction.chunkRefused = true;
      this.#dialogue.say(transaction.refusal);
    } else this.#dialogue.say({ code: 250, enhanced: "2.0.0", text: `${chunk.size} octets received` });
  }

  #readChunk(input: Input, octets: Uint8Array, chunk: Chunk): void {
    const end = Math.min(octets.length, input.at + chunk.left);
    const piece = octets.subarray(input.at, end);
    if (chunk.refusal === undefined) this.#transaction?.octets(piece);
    chunk.left -= piece.length;
    this.#received += piece.length;
    input.advance(end);
    this.#endChunkIfRead(chunk);
  }

  /** Reads what belongs to the message. */
  read(input: Input): void {
    const { chunk, at } = input;
    if (chunk === undefined) return;
    if (this.#chunk !== undefined) return this.#readChunk(input, chunk, this.#chunk);
    if (this.#reader === undefined) return;
    const end = this.#reader.read(chunk, at);
    this.#received += end - at;
    input.advance(end);
    if (this.#reader.ended) this.#finish();
  }

  /** Writes down the data that was received, as one line of the transcript. */
  noteData(): void {
    if (this.#received === 0) return;
    this.#dialogue.note("data", "", this.#received);
    this.#received = 0;
  }

  /** All of the message is here. */
  #finish(): void {
    const transaction = this.#transaction;
    this.noteData();
    this.#reader = undefined;
    if (transaction === undefined) return;
    if (transaction.refusal !== undefined) return this.#conclude(transaction, transaction.refusal);
    let refusal: Reply | undefined;
    for (const { code, seen } of transaction.dataFindings(this.#dialogue.policy.strict)) {
      refusal ??= this.#dialogue.remark(code, seen, transaction.findings);
    }
    if (refusal !== undefined) return this.#conclude(transaction, refusal);
    this.#dialogue.ask({ stage: "message" });
  }

  /** The message that came whole: its memory is the caller's from here on. */
  handOver(): ReceivedMessage | undefined {
    const transaction = this.#transaction;
    if (transaction === undefined) return undefined;
    const { size, findings } = transaction;
    const envelope = this.#envelope(transaction);
    const heapBytes = transaction.heapBytes + envelope.helo.length + (envelope.auth?.user.length ?? 0);
    return { raw: transaction.handOver(), size, heapBytes, envelope, findings: findings.all() };
  }

  #envelope({ from, to }: Transaction): Envelope {
    const { greeting, helo, peer, tls, auth } = this.#dialogue.record;
    return { greeting, helo, from, to, peer, tls, auth };
  }

  /** The host decided on MAIL, RCPT, DATA or a message. */
  answered(question: Question, verdict: Verdict): void {
    const transaction = this.#transaction;
    if (transaction === undefined) return;
    const reply = verdict === undefined || "code" in verdict ? verdict : verdict[0];
    const refused = reply !== undefined && isRefusal(reply);
    switch (question.stage) {
      case "mail":
        if (refused) this.reset();
        return this.#dialogue.say(reply ?? REPLIES.senderOk);
      case "rcpt":
        if (!refused && !transaction.add(question.path)) {
          this.#dialogue.remark("repeated-recipient", question.path.address, transaction.findings);
        }
        return this.#dialogue.say(reply ?? REPLIES.recipientOk);
      case "data":
        return this.#beginData(transaction, refused ? reply : undefined);
      case "message":
        return this.#conclude(transaction, verdict);
      case "connect":
      case "helo":
      case "auth":
        return undefined;
    }
  }

  #beginData(transaction: Transaction, refusal: Reply | undefined): void {
    const chunk = this.#chunk;
    if (chunk !== undefined) {
      chunk.refusal = refusal;
      transaction.chunked = true;
      return this.#endChunkIfRead(chunk);
    }
    if (refusal === undefined) this.#reader = transaction.reader();
    return this.#dialogue.say(refusal ?? REPLIES.startData);
  }

  /** The end of the transaction: one reply, or one for each recipient over LMTP (RFC 2033 §4.2). */
  #conclude(transaction: Transaction, verdict: Verdict): void {
    this.reset();
    if (!this.#dialogue.policy.lmtp) {
      const reply = (verdict === undefined || "code" in verdict ? verdict : verdict[0]) ?? REPLIES.stored;
      if (!isRefusal(reply)) this.#dialogue.record.accepted();
      return this.#dialogue.say(reply);
    }
    const replies = verdict === undefined ? [] : "code" in verdict ? [verdict] : verdict;
    const given = (index: number) => replies[Math.min(index, replies.length - 1)] ?? REPLIES.stored;
    const sent = transaction.to.map((_, index) => given(index));
    if (sent.some((reply) => !isRefusal(reply))) this.#dialogue.record.accepted();
    for (const reply of sent) this.#dialogue.say(reply);
  }
}
