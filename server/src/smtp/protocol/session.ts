import { Authentication } from "./authentication.ts";
import { InputQueue } from "./bytes/input-queue.ts";
import { LineReader } from "./bytes/line-reader.ts";
import type { BinaryString } from "./bytes/octets.ts";
import { ClientPace } from "./client-pace.ts";
import { CommandHandler } from "./commands.ts";
import { firstReply } from "./decided-replies.ts";
import type { Decision, DecisionRequest, SessionStep, WireMessage } from "./decision.ts";
import type { TlsState } from "./envelope.ts";
import { MAX_AUTH_LINE_OCTETS } from "./grammar/command.ts";
import { isTlsHandshake } from "./grammar/protocol-sniff.ts";
import { MAX_UNTERMINATED_LINE_OCTETS } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { SessionRecord } from "./record/session-record.ts";
import type { WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { SessionOutput } from "./session-output.ts";
import { TransactionCommands } from "./transaction-commands.ts";

/*
 * Theory of operation
 *
 * A session is the server's side of one SMTP connection as a state machine. It has no socket, timer or promise; the host
 * (`connection.ts`, a test, the fuzzer) performs all I/O.
 *
 * Inputs                                     Outputs
 *   receive(chunk)   bytes from the client     nextStep()         what the host has to do
 *   decide(decision) the host's decision       drainOutput()      replies to send
 *   onTlsEstablished, onTlsFailure             detachMessage()    a complete message
 *   onTimeout, onClose                         the SessionRecord  transcript, findings, summary
 *
 * The host calls `receive`, then `nextStep` until it returns undefined, then sends `drainOutput` and calls `copyUnread`.
 *
 *   step       the host                                           the session continues
 *   decide     calls a hook                                       at `decide`
 *   startTls   sends the output, then performs the handshake      at `onTlsEstablished`
 *   flush      sends the output                                   at the next `nextStep`
 *   yield      does other work if it has to                       at the next `nextStep`
 *   close      sends the output, then closes the connection       never
 *
 * States, in the order in which `nextStep` checks them:
 *
 *   deciding   `pendingDecision` is set: nothing is read. From the start (connect), and after a valid EHLO, AUTH, MAIL, RCPT,
 *              DATA, first BDAT and complete message. `decide` leaves this state.
 *   stopped    `isStopped`: nothing is read. After STARTTLS until the handshake is complete; after QUIT, 421, a timeout or a
 *              failed handshake forever.
 *   data       `transactions.isReceivingData`: bytes belong to a message.
 *   command    bytes are command lines, or responses of an AUTH exchange.
 *
 * What a command may do in which phase of the transaction is in `grammar/command-order.ts`; see also `commands.ts` and
 * `transaction-commands.ts`.
 *
 * Invariants
 *   - At most one decision is pending, and it is returned by `nextStep` exactly once.
 *   - Replies are in the order of the commands: input is not read while a decision is pending (RFC 2920 §3.2).
 *   - How the input is cut into chunks changes neither replies nor messages, only the findings on pipelining.
 *   - After a `close` step nothing is read; bytes that still arrive are dropped.
 *   - No plaintext received before the TLS handshake is processed after it (RFC 3207 §4.2).
 *   - Unread input is counted in `budgets.data`.
 *   - `nextStep` reads at most MAX_LINES_PER_YIELD lines: most commands need no decision, and a client may send thousands at once.
 */

const FLUSH_STEP: SessionStep = { type: "flush" };
const YIELD_STEP: SessionStep = { type: "yield" };

/** Command lines that are read before the host may do other work. Together they take less than a millisecond. */
const MAX_LINES_PER_YIELD = 64;

/** The server's side of an SMTP session, without I/O. See the theory of operation above. */
export class Session {
  readonly #policy: Policy;
  readonly #record: SessionRecord;
  readonly #output: SessionOutput;
  readonly #transactions: TransactionCommands;
  readonly #authentication: Authentication;
  readonly #commands: CommandHandler;
  readonly #input = new InputQueue();
  readonly #lineReader: LineReader;
  #openRequest: DecisionRequest | undefined;
  #hasGreeted = false;
  #hasReadInput = false;
  /** The TLS handshake is complete, and nothing was received since. */
  #isSilentSinceTls = false;
  readonly #pace: ClientPace;
  #lineCount = 0;
  /** `#lineCount` at the last `yield`. */
  #lineCountAtYield = 0;
  /** Bytes of unread input that are reserved in `budgets.data`. */
  #reservedInputBytes = 0;

  constructor(policy: Policy, record: SessionRecord) {
    this.#policy = policy;
    this.#record = record;
    this.#output = new SessionOutput(policy, record);
    this.#pace = new ClientPace(this.#output);
    this.#transactions = new TransactionCommands(this.#output, this.#pace, (end, hasMoreInput) =>
      this.#commands.onDataEnd(end, hasMoreInput),
    );
    this.#authentication = new Authentication(this.#output);
    this.#commands = new CommandHandler(this.#output, this.#transactions, this.#authentication, this.#pace);
    this.#lineReader = new LineReader(policy.byteOps, Math.max(MAX_AUTH_LINE_OCTETS, policy.limits.commandLine + 2048));
    this.#output.requestDecision({ stage: "connect" });
  }

  /** Queues bytes from the client; parses nothing yet. The session may read and modify `chunk` until `copyUnread`. */
  receive(chunk: Uint8Array): void {
    this.#measurePause();
    if (this.#output.isStopped) return;
    this.#isSilentSinceTls = false;
    this.#input.add(chunk);
    if (!this.#hasGreeted && this.#output.pendingDecision !== undefined) this.#output.addFinding("early-talker", "");
  }

  #measurePause(): void {
    const pauseMs = this.#output.updateClock();
    const isIdle = this.#transactions.phase === undefined && this.#record.hasDelivered;
    this.#pace.onInput(pauseMs, this.#transactions.isReceivingData, isIdle);
  }

  /**
   * Copies the unread bytes of the last chunk. The host calls this before it reuses the chunk's memory. Returns false if the
   * budget is exhausted: then the host must close the connection.
   */
  copyUnread(): boolean {
    this.#input.copyUnread();
    return this.reserveUnreadInput();
  }

  /** Adjusts the reservation in `budgets.data` to the unread input. Returns false if the budget is exhausted. */
  reserveUnreadInput(): boolean {
    if (this.#input.isEmpty && this.#reservedInputBytes === 0) return true;
    const { length } = this.#input;
    const { data } = this.#policy.budgets;
    if (length <= this.#reservedInputBytes) data.release(this.#reservedInputBytes - length);
    else if (!data.reserve(length - this.#reservedInputBytes)) return false;
    this.#reservedInputBytes = length;
    return true;
  }

  /** Number of complete lines read so far. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** Returns what the host has to do now; undefined if the session waits for input or for `decide`. */
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
      if (this.#lineCount - this.#lineCountAtYield >= MAX_LINES_PER_YIELD) {
        this.#lineCountAtYield = this.#lineCount;
        return YIELD_STEP;
      }
      this.#readInput();
    }
  }

  /** Returns the bytes to send, one per character, and clears the buffer. */
  drainOutput(): BinaryString {
    return this.#output.drain();
  }

  /** True while the input belongs to a message. */
  get isReceivingData(): boolean {
    return this.#transactions.isReceivingData;
  }

  /** A number that identifies the message in progress; undefined if there is none. */
  get messageInProgress(): number | undefined {
    return this.#transactions.messageInProgress;
  }

  /** True if there is input that was not read yet. */
  get hasUnreadInput(): boolean {
    return !this.#input.isEmpty;
  }

  /** The envelope so far, for hooks. Undefined outside a transaction. */
  get transaction(): { readonly from: string; readonly to: readonly string[] } | undefined {
    const transaction = this.#transactions.transaction;
    if (transaction === undefined) return undefined;
    return { from: transaction.from.address, to: transaction.to.map(({ address }) => address) };
  }

  /**
   * Detaches the message of the pending `message` decision. From then on the caller owns its chunks, whatever the decision.
   * Returns undefined after the connection closed. The chunks of a message that is not detached are released.
   */
  detachMessage(): WireMessage | undefined {
    if (this.#openRequest?.stage !== "message" || this.#record.closedAt !== null) return undefined;
    return this.#transactions.detachMessage();
  }

  /** Answers the decision request that `nextStep` returned last. Does nothing if there is none. */
  decide(decision?: Decision): void {
    const request = this.#openRequest;
    if (request === undefined) return;
    this.#openRequest = undefined;
    this.#output.pendingDecision = undefined;
    this.#output.updateClock();
    const reply = firstReply(decision);
    if (request.stage === "connect") this.#greet(reply);
    else if (request.stage === "helo") this.#commands.onGreetingDecision(request.greeting, request.name, reply);
    else if (request.stage === "auth") this.#authentication.onDecision(reply);
    else this.#transactions.onDecision(request, decision);
    // RFC 5321 §3.8: a server that sends 421 closes the connection.
    if (reply?.code === 421)
      this.#output.stopReading({ type: "close", reason: "server refused with 421", immediately: false });
  }

  #greet(reply: Reply | undefined): void {
    this.#hasGreeted = true;
    this.#output.reply(reply ?? { code: 220, text: `${this.#policy.hostname} ESMTP Mailglass` }, false);
    if (reply === undefined || !isRefusal(reply)) return;
    // If the client has not sent anything, the socket can be closed at once, which frees its file descriptor.
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
      return this.#lineReader.bytes > MAX_UNTERMINATED_LINE_OCTETS
        ? this.#commands.rejectEndlessLine(this.#lineReader.bytes)
        : undefined;
    }
    this.#lineCount += 1;
    this.#input.advance(end);
    return this.#commands.handleLine(this.#lineReader.line, !this.#input.isEmpty);
  }

  /**
   * The TLS handshake is complete. After STARTTLS the session is reset, and plaintext that followed STARTTLS is discarded
   * unread: an attacker may have injected it (RFC 3207 §4.2, CVE-2024-34083).
   */
  onTlsEstablished(tls: TlsState): void {
    this.#output.updateClock();
    this.#output.recordEvent(
      "tls",
      `${tls.version} ${tls.cipher}${tls.servername === null ? "" : ` for ${tls.servername}`}`,
    );
    this.#record.tls = tls;
    this.#isSilentSinceTls = true;
    if (tls.implicit) return;
    if (this.#input.discard() > 0) this.#output.addFinding("plaintext-after-starttls", "");
    this.#lineReader.reset();
    this.#transactions.reset();
    this.#record.greeting = null;
    this.#record.helo = "";
    this.#record.auth = null;
    this.#output.isStopped = false;
  }

  /** Idle timeout: sends 421 and closes (RFC 5321 §4.5.3.2.7). */
  onTimeout(): void {
    this.#output.updateClock();
    this.#output.replyAndClose(REPLIES.timedOut, "timed out");
  }

  /** The TLS handshake failed. The host closes the connection. */
  onTlsFailure({ code, reason }: TlsFailure): void {
    this.#output.updateClock();
    this.#output.recordEvent("tls", `handshake failed: ${reason}`);
    const fix = code === "tls-certificate-refused" ? getTrustFix(this.#policy) : undefined;
    const isStartTls = this.#record.greeting !== null;
    if (isStartTls && !this.#input.isEmpty) this.#output.addFinding("plaintext-after-starttls", "");
    // The client went on in plaintext, as if the port were one without TLS.
    const isPlaintext = isStartTls && code === "plain-text-on-tls-port";
    this.#output.addFinding(isPlaintext ? "plaintext-after-starttls" : code, reason, undefined, {
      fix: isPlaintext ? "Begin the TLS handshake after the 220 reply to STARTTLS" : fix,
    });
    this.#output.isStopped = true;
  }

  /** Adds a note to the transcript that is not a line of the protocol. */
  recordEvent(kind: "fault", text: string): void {
    this.#output.updateClock();
    this.#record.hasFault = true;
    this.#output.recordEvent(kind, text);
  }

  /**
   * The connection is closed.
   *
   * @param reason which side closed it and why, for the transcript
   * @param closedAtMs milliseconds since the epoch
   */
  onClose(reason: string, closedAtMs: number): void {
    if (this.#record.closedAt !== null) return;
    this.#measurePause();
    if (this.#transactions.phase !== undefined) this.#pace.checkSilence();
    if (this.#transactions.messageInProgress !== undefined) {
      this.#transactions.recordData();
      this.#transactions.keepInterruptedData();
    }
    this.#explainPartialLine();
    if (!this.#output.isStopped) this.#explainHangup();
    this.#transactions.releaseContent();
    this.#input.discard();
    this.reserveUnreadInput();
    this.#output.isStopped = true;
    this.#output.recordEvent("close", reason);
    this.#record.closedAt = closedAtMs;
  }

  /** A command without a line end. Only those that have no secret are shown. */
  #explainPartialLine(): void {
    const { bytes, partialText } = this.#lineReader;
    if (bytes === 0 || bytes > MAX_UNTERMINATED_LINE_OCTETS || this.#transactions.isReceivingData) return;
    const [shown = ""] = /^(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|NOOP|RSET|QUIT|STARTTLS).{0,100}/is.exec(partialText) ?? [];
    const fix = /\\r|\\n/.test(partialText)
      ? "Send the bytes CR and LF; in single quotes, PHP and shells leave \\r\\n as it is"
      : partialText.includes("\r")
        ? "End every command with CR LF: CR alone ends no line"
        : undefined;
    this.#output.addFinding("line-unterminated", shown.replaceAll("\r", " ").trim(), undefined, { fix });
  }

  /** The client closed the connection without QUIT. A client that only connected, as probes do, is no finding. */
  #explainHangup(): void {
    if (this.#transactions.isReceivingData) this.#output.addFinding("hung-up-mid-message", "");
    else if (this.#isSilentSinceTls) {
      const detail = "it left after the handshake, as Node.js does if it does not trust the certificate";
      this.#output.addFinding("tls-certificate-refused", detail, undefined, { fix: getTrustFix(this.#policy) });
    } else if (this.#record.hasClientInput) {
      this.#commands.wantedFeatures.onLeave("hangup");
      this.#output.addFinding("no-quit", "");
    }
  }
}

/** How a TLS handshake failed. */
export interface TlsFailure {
  readonly code: WireFindingCode;
  readonly reason: string;
}

/** How a client is made to trust the certificate. */
function getTrustFix({ certificateNames }: Policy): string {
  const names =
    certificateNames.length === 0 ? "" : ` and connect by a name that it covers (${certificateNames.join(", ")})`;
  return `Make the client trust this certificate (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, or “rejectUnauthorized: false” in tests)${names}`;
}
