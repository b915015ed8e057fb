import { Authentication } from "./authentication.ts";
import { MAX_AUTH_LINE } from "./command.ts";
import { Commands } from "./commands.ts";
import { Delivery } from "./delivery.ts";
import { Dialogue } from "./dialogue.ts";
import type { TlsState } from "./envelope.ts";
import { isTlsHandshake } from "./foreign.ts";
import { Input } from "./input.ts";
import { ENDLESS_LINE } from "./limits.ts";
import { LineReader } from "./line-reader.ts";
import type { BinaryString } from "./octets.ts";
import type { Policy } from "./policy.ts";
import type { Question, ReceivedMessage, Step, Verdict } from "./question.ts";
import type { SessionRecord } from "./record.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";

const FLUSH: Step = { type: "flush" };

/**
 * The server's side of an SMTP session, without socket, clock or timer. The host gives it octets (`receive`), does what it
 * says (`next`), tells it what was decided (`answer`), and sends what it wrote (`takeOutput`).
 */
export class Session {
  readonly #policy: Policy;
  readonly #record: SessionRecord;
  readonly #dialogue: Dialogue;
  readonly #delivery: Delivery;
  readonly #authentication: Authentication;
  readonly #commands: Commands;
  readonly #input = new Input();
  readonly #lines: LineReader;
  #asked: Question | undefined;
  #greeted = false;
  #spoken = false;
  #lineCount = 0;
  /** Octets of unread input that are reserved. */
  #unread = 0;

  constructor(policy: Policy, record: SessionRecord) {
    this.#policy = policy;
    this.#record = record;
    this.#dialogue = new Dialogue(policy, record);
    this.#delivery = new Delivery(this.#dialogue);
    this.#authentication = new Authentication(this.#dialogue);
    this.#commands = new Commands(this.#dialogue, this.#delivery, this.#authentication);
    this.#lines = new LineReader(policy.octets, Math.max(MAX_AUTH_LINE, policy.limits.commandLine + 2048));
    this.#dialogue.ask({ stage: "connect" });
  }

  /** Takes octets from the client; reads nothing yet. Their memory is the session's until `keepRest`, and it may change it. */
  receive(chunk: Uint8Array): void {
    this.#dialogue.tick();
    if (this.#dialogue.stopped) return;
    this.#input.add(chunk);
    if (!this.#greeted && this.#dialogue.question !== undefined) this.#dialogue.remark("early-talker", "");
  }

  /**
   * The host is about to use the memory of the octets again that it gave last: what was not read of them is copied. False where
   * there is too little memory for that: the host has to close the connection.
   */
  keepRest(): boolean {
    this.#input.keepRest();
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
  next(): Step | undefined {
    for (;;) {
      if (this.#dialogue.question !== undefined) {
        if (this.#asked !== undefined) return undefined;
        this.#asked = this.#dialogue.question;
        return { type: "ask", question: this.#asked };
      }
      const { step } = this.#dialogue;
      if (step !== undefined) {
        this.#dialogue.step = undefined;
        return step;
      }
      if (this.#dialogue.stopped || this.#input.isEmpty) return undefined;
      if (this.#dialogue.isFull) return FLUSH;
      this.#read();
    }
  }

  /** The octets to send, one in each character; they are forgotten here. */
  takeOutput(): BinaryString {
    return this.#dialogue.takeOutput();
  }

  /** True while a message streams in. */
  get isReceivingData(): boolean {
    return this.#delivery.isReceiving;
  }

  /** A number that is another one for each message: of the one that has begun and is not complete. */
  get messageInProgress(): number | undefined {
    return this.#delivery.messageInProgress;
  }

  /** True while octets wait that were not read yet. */
  get hasUnread(): boolean {
    return !this.#input.isEmpty;
  }

  /** The envelope so far, for whoever decides on the question. */
  get transaction(): { readonly from: string; readonly to: readonly string[] } | undefined {
    const transaction = this.#delivery.transaction;
    if (transaction === undefined) return undefined;
    return { from: transaction.from.address, to: transaction.to.map(({ address }) => address) };
  }

  /**
   * The message that `next` asked about last, for whoever decides on it: its memory is theirs from here on, whatever they decide.
   * Undefined once the connection is gone. That of a message which nobody was handed is given back.
   */
  handOver(): ReceivedMessage | undefined {
    if (this.#asked?.stage !== "message" || this.#record.closedAt !== null) return undefined;
    return this.#delivery.handOver();
  }

  /** The decision on the question that `next` asked last. */
  answer(verdict?: Verdict): void {
    const question = this.#asked;
    if (question === undefined) return;
    this.#asked = undefined;
    this.#dialogue.question = undefined;
    this.#dialogue.tick();
    const reply = verdict === undefined || "code" in verdict ? verdict : verdict[0];
    if (question.stage === "connect") this.#begin(reply);
    else if (question.stage === "helo") this.#commands.greet(question.greeting, question.name, reply);
    else if (question.stage === "auth") this.#authentication.answered(reply);
    else this.#delivery.answered(question, verdict);
    // RFC 5321 §3.8: 421 says that the channel is about to close.
    if (reply?.code === 421) this.#dialogue.stop({ type: "close", reason: "server refused with 421", atOnce: false });
  }

  #begin(reply: Reply | undefined): void {
    this.#greeted = true;
    this.#dialogue.say(reply ?? { code: 220, text: `${this.#policy.hostname} ESMTP Mailglass` }, false);
    if (reply === undefined || !isRefusal(reply)) return;
    // Where the client has said nothing yet, its socket is not needed any longer: there may be too few of them.
    this.#dialogue.stop({ type: "close", reason: "server refused the connection", atOnce: this.#input.isEmpty });
  }

  #read(): void {
    if (this.#delivery.isReceiving) return this.#delivery.read(this.#input);
    const { chunk, at } = this.#input;
    if (chunk === undefined) return undefined;
    if (!this.#spoken && isTlsHandshake(chunk)) return this.#commands.turnAway("tls-on-plain-port", "");
    this.#spoken = true;
    const end = this.#lines.read(chunk, at);
    if (end === -1) {
      this.#input.advance(chunk.length);
      return this.#lines.bytes > ENDLESS_LINE ? this.#commands.hearEndless(this.#lines.bytes) : undefined;
    }
    this.#lineCount += 1;
    this.#input.advance(end);
    return this.#commands.hear(this.#lines.line, !this.#input.isEmpty);
  }

  /**
   * The TLS handshake is done. What the session knew is forgotten, and what came in plain text behind STARTTLS is thrown away
   * unread: somebody else may have put it there (RFC 3207 §4.2, CVE-2024-34083).
   */
  secured(tls: TlsState): void {
    this.#dialogue.tick();
    this.#dialogue.note(
      "tls",
      `${tls.version} ${tls.cipher}${tls.servername === null ? "" : ` for ${tls.servername}`}`,
    );
    this.#record.tls = tls;
    if (tls.implicit) return;
    if (this.#input.discard() > 0) this.#dialogue.remark("plaintext-after-starttls", "");
    this.#lines.clear();
    this.#delivery.reset();
    this.#record.greeting = null;
    this.#record.helo = "";
    this.#record.auth = null;
    this.#dialogue.stopped = false;
  }

  /** Nothing came for too long: says so and closes (RFC 5321 §4.5.3.2.7). */
  timedOut(): void {
    this.#dialogue.tick();
    this.#dialogue.hangUp(REPLIES.timedOut, "timed out");
  }

  /** The TLS handshake failed; the connection is of no use any more. */
  tlsFailed(why: string): void {
    this.#dialogue.tick();
    this.#dialogue.note("tls", `handshake failed: ${why}`);
    this.#dialogue.remark("tls-handshake-failed", why);
    this.#dialogue.stopped = true;
  }

  /** Writes something down that is no line of the protocol. */
  note(kind: "fault", text: string): void {
    this.#dialogue.tick();
    this.#dialogue.note(kind, text);
  }

  /** The connection is gone; `reason` says who hung up and why, `at` when, in milliseconds since the epoch. */
  closed(reason: string, at: number): void {
    if (this.#record.closedAt !== null) return;
    this.#dialogue.tick();
    if (this.#delivery.isReceiving) {
      this.#delivery.noteData();
      if (!this.#dialogue.stopped) this.#dialogue.remark("hung-up-mid-message", "");
    } else if (!this.#dialogue.stopped) this.#dialogue.remark("no-quit", "");
    this.#delivery.giveBack();
    this.#input.discard();
    this.settle();
    this.#dialogue.stopped = true;
    this.#dialogue.note("close", reason);
    this.#record.closedAt = at;
  }
}
