import { Authentication } from "./authentication.ts";
import { InputQueue } from "./bytes/input-queue.ts";
import { LineReader } from "./bytes/line-reader.ts";
import type { BinaryString } from "./bytes/octets.ts";
import { CommandHandler } from "./commands.ts";
import type { Decision, DecisionRequest, SessionStep, WireMessage } from "./decision.ts";
import type { TlsState } from "./envelope.ts";
import { MAX_AUTH_LINE_OCTETS } from "./grammar/command.ts";
import { isTlsHandshake } from "./grammar/protocol-sniff.ts";
import { ENDLESS_LINE } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { SessionRecord } from "./record/session-record.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { SessionOutput } from "./session-output.ts";
import { MailTransactions } from "./transactions.ts";

const FLUSH_STEP: SessionStep = { type: "flush" };

/**
 * The server's side of an SMTP session, without socket, clock or timer. The host gives it octets (`receive`), does what it
 * says (`next`), tells it what was decided (`answer`), and sends what it wrote (`takeOutput`).
 */
export class Session {
  readonly #policy: Policy;
  readonly #record: SessionRecord;
  readonly #output: SessionOutput;
  readonly #transactions: MailTransactions;
  readonly #authentication: Authentication;
  readonly #commands: CommandHandler;
  readonly #input = new InputQueue();
  readonly #lineReader: LineReader;
  #openRequest: DecisionRequest | undefined;
  #hasGreeted = false;
  #hasReadInput = false;
  #lineCount = 0;
  /** Octets of unread input that are reserved. */
  #unread = 0;

  constructor(policy: Policy, record: SessionRecord) {
    this.#policy = policy;
    this.#record = record;
    this.#output = new SessionOutput(policy, record);
    this.#transactions = new MailTransactions(this.#output);
    this.#authentication = new Authentication(this.#output);
    this.#commands = new CommandHandler(this.#output, this.#transactions, this.#authentication);
    this.#lineReader = new LineReader(policy.byteOps, Math.max(MAX_AUTH_LINE_OCTETS, policy.limits.commandLine + 2048));
    this.#output.requestDecision({ stage: "connect" });
  }

  /** Takes octets from the client; reads nothing yet. Their memory is the session's until `copyUnread`, and it may change it. */
  receive(chunk: Uint8Array): void {
    this.#output.updateClock();
    if (this.#output.isStopped) return;
    this.#input.add(chunk);
    if (!this.#hasGreeted && this.#output.pendingDecision !== undefined) this.#output.addFinding("early-talker", "");
  }

  /**
   * The host is about to use the memory of the octets again that it gave last: what was not read of them is copied. False where
   * there is too little memory for that: the host has to close the connection.
   */
  copyUnread(): boolean {
    this.#input.copyUnread();
    return this.settle();
  }

  /** Reserves memory for the input that was not read yet, or releases it; false where too little is left. */
  settle(): boolean {
    if (this.#input.isEmpty && this.#unread === 0) return true;
    const { length } = this.#input;
    const { data } = this.#policy.budgets;
    if (length <= this.#unread) data.release(this.#unread - length);
    else if (!data.reserve(length - this.#unread)) return false;
    this.#unread = length;
    return true;
  }

  /** Command lines that were read so far, to their ends. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** What the host has to do now; undefined: wait for octets or for the answer that is due. */
  nextStep(): SessionStep | undefined {
    for (;;) {
      if (this.#output.pendingDecision !== undefined) {
        if (this.#openRequest !== undefined) return undefined;
        this.#openRequest = this.#output.pendingDecision;
        return { type: "decide", request: this.#openRequest };
      }
      const { step } = this.#output;
      if (step !== undefined) {
        this.#output.step = undefined;
        return step;
      }
      if (this.#output.isStopped || this.#input.isEmpty) return undefined;
      if (this.#output.isFull) return FLUSH_STEP;
      this.#readInput();
    }
  }

  /** The octets to send, one in each character; they are forgotten here. */
  drainOutput(): BinaryString {
    return this.#output.drain();
  }

  /** True while a message streams in. */
  get isReceivingData(): boolean {
    return this.#transactions.isReceivingData;
  }

  /** A number that is another one for each message: of the one that has begun and is not complete. */
  get messageInProgress(): number | undefined {
    return this.#transactions.messageInProgress;
  }

  /** True while octets wait that were not read yet. */
  get hasUnreadInput(): boolean {
    return !this.#input.isEmpty;
  }

  /** The envelope so far, for whoever decides on the question. */
  get transaction(): { readonly from: string; readonly to: readonly string[] } | undefined {
    const transaction = this.#transactions.transaction;
    if (transaction === undefined) return undefined;
    return { from: transaction.from.address, to: transaction.to.map(({ address }) => address) };
  }

  /**
   * The message that `next` asked about last, for whoever decides on it: its memory is theirs from here on, whatever they decide.
   * Undefined once the connection is gone. That of a message which nobody was handed is given back.
   */
  detachMessage(): WireMessage | undefined {
    if (this.#openRequest?.stage !== "message" || this.#record.closedAt !== null) return undefined;
    return this.#transactions.detachMessage();
  }

  /** The decision on the question that `next` asked last. */
  decide(decision?: Decision): void {
    const request = this.#openRequest;
    if (request === undefined) return;
    this.#openRequest = undefined;
    this.#output.pendingDecision = undefined;
    this.#output.updateClock();
    const reply = decision === undefined || "code" in decision ? decision : decision[0];
    if (request.stage === "connect") this.#greet(reply);
    else if (request.stage === "helo") this.#commands.onGreetingDecision(request.greeting, request.name, reply);
    else if (request.stage === "auth") this.#authentication.onDecision(reply);
    else this.#transactions.onDecision(request, decision);
    // RFC 5321 §3.8: 421 says that the channel is about to close.
    if (reply?.code === 421)
      this.#output.stopReading({ type: "close", reason: "server refused with 421", immediately: false });
  }

  #greet(reply: Reply | undefined): void {
    this.#hasGreeted = true;
    this.#output.reply(reply ?? { code: 220, text: `${this.#policy.hostname} ESMTP Mailglass` }, false);
    if (reply === undefined || !isRefusal(reply)) return;
    // Where the client has said nothing yet, its socket is not needed any longer: there may be too few of them.
    this.#output.stopReading({
      type: "close",
      reason: "server refused the connection",
      immediately: this.#input.isEmpty,
    });
  }

  #readInput(): void {
    if (this.#transactions.isReceivingData) return this.#transactions.readData(this.#input);
    const { chunk, offset } = this.#input;
    if (chunk === undefined) return undefined;
    if (!this.#hasReadInput && isTlsHandshake(chunk))
      return this.#commands.rejectForeignProtocol("tls-on-plain-port", "");
    this.#hasReadInput = true;
    const end = this.#lineReader.read(chunk, offset);
    if (end === -1) {
      this.#input.advance(chunk.length);
      return this.#lineReader.bytes > ENDLESS_LINE ? this.#commands.hearEndless(this.#lineReader.bytes) : undefined;
    }
    this.#lineCount += 1;
    this.#input.advance(end);
    return this.#commands.handleLine(this.#lineReader.line, !this.#input.isEmpty);
  }

  /**
   * The TLS handshake is done. What the session knew is forgotten, and what came in plain text behind STARTTLS is thrown away
   * unread: somebody else may have put it there (RFC 3207 §4.2, CVE-2024-34083).
   */
  onTlsEstablished(tls: TlsState): void {
    this.#output.updateClock();
    this.#output.recordEvent(
      "tls",
      `${tls.version} ${tls.cipher}${tls.servername === null ? "" : ` for ${tls.servername}`}`,
    );
    this.#record.tls = tls;
    if (tls.implicit) return;
    if (this.#input.discard() > 0) this.#output.addFinding("plaintext-after-starttls", "");
    this.#lineReader.reset();
    this.#transactions.reset();
    this.#record.greeting = null;
    this.#record.helo = "";
    this.#record.auth = null;
    this.#output.isStopped = false;
  }

  /** Nothing came for too long: says so and closes (RFC 5321 §4.5.3.2.7). */
  onTimeout(): void {
    this.#output.updateClock();
    this.#output.replyAndClose(REPLIES.timedOut, "timed out");
  }

  /** The TLS handshake failed; the connection is of no use any more. */
  onTlsFailure(reason: string): void {
    this.#output.updateClock();
    this.#output.recordEvent("tls", `handshake failed: ${reason}`);
    this.#output.addFinding("tls-handshake-failed", reason);
    this.#output.isStopped = true;
  }

  /** Writes something down that is no line of the protocol. */
  recordEvent(kind: "fault", text: string): void {
    this.#output.updateClock();
    this.#output.recordEvent(kind, text);
  }

  /** The connection is gone; `reason` says who hung up and why, `at` when, in milliseconds since the epoch. */
  onClose(reason: string, closedAtMs: number): void {
    if (this.#record.closedAt !== null) return;
    this.#output.updateClock();
    if (this.#transactions.isReceivingData) {
      this.#transactions.recordData();
      if (!this.#output.isStopped) this.#output.addFinding("hung-up-mid-message", "");
    } else if (!this.#output.isStopped) this.#output.addFinding("no-quit", "");
    this.#transactions.releaseContent();
    this.#input.discard();
    this.settle();
    this.#output.isStopped = true;
    this.#output.recordEvent("close", reason);
    this.#record.closedAt = closedAtMs;
  }
}
