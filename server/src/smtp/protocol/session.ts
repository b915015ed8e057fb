import { Authentication, MASKED } from "./authentication.ts";
import { type Command, MAX_AUTH_LINE, maxLine, parseCommand, type Verb } from "./command.ts";
import { Delivery } from "./delivery.ts";
import { Dialogue } from "./dialogue.ts";
import type { Greeting, TlsState } from "./envelope.ts";
import type { FindingCode } from "./findings.ts";
import { foreignProtocol, isTlsHandshake } from "./foreign.ts";
import { parseGreetingName } from "./greeting.ts";
import { HELP } from "./help.ts";
import { Input } from "./input.ts";
import { type Line, LineReader } from "./line-reader.ts";
import type { BinaryString } from "./octets.ts";
import { ORDER, type Phase } from "./order.ts";
import { ehloReply, type Policy } from "./policy.ts";
import type { Question, Step } from "./question.ts";
import type { SessionRecord } from "./record.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";

/** What the host answers to a question: undefined lets it pass; LMTP may have a reply for each recipient. */
export type Verdict = Reply | readonly Reply[] | undefined;

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
  readonly #input = new Input();
  readonly #lines: LineReader;
  #asked: Question | undefined;
  #step: Step | undefined;
  /** True once nothing more is read: the session is over, or waits for the TLS handshake. */
  #stopped = false;
  #greeted = false;
  #spoken = false;
  #quit = false;
  /** Lines that are no commands may be what is left of a refused AUTH. */
  #authRefused = false;

  constructor(policy: Policy, record: SessionRecord) {
    this.#policy = policy;
    this.#record = record;
    this.#dialogue = new Dialogue(policy, record);
    this.#delivery = new Delivery(this.#dialogue);
    this.#authentication = new Authentication(this.#dialogue);
    this.#lines = new LineReader(policy.octets, Math.max(MAX_AUTH_LINE, policy.limits.commandLine + 2048));
    this.#dialogue.ask({ stage: "connect" });
  }

  /** Takes octets from the client, which belong to the session from here on. Reads nothing yet. */
  receive(chunk: Uint8Array): void {
    this.#dialogue.tick();
    if (this.#stopped) return;
    this.#input.add(chunk);
    if (!this.#greeted && this.#dialogue.question !== undefined) this.#dialogue.remark("early-talker", "");
  }

  /** What the host has to do now; undefined: wait for octets or for the answer that is due. */
  next(): Step | undefined {
    for (;;) {
      if (this.#dialogue.question !== undefined) {
        if (this.#asked !== undefined) return undefined;
        this.#asked = this.#dialogue.question;
        return { type: "ask", question: this.#asked };
      }
      if (this.#step !== undefined) {
        const step = this.#step;
        this.#step = undefined;
        return step;
      }
      if (this.#stopped || this.#input.isEmpty) return undefined;
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

  /** The envelope so far, for whoever decides on the question. */
  get transaction(): { readonly from: string; readonly to: readonly string[] } | undefined {
    const transaction = this.#delivery.transaction;
    if (transaction === undefined) return undefined;
    return { from: transaction.from.address, to: transaction.to.map(({ address }) => address) };
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
    else if (question.stage === "helo") this.#greet(question.greeting, question.name, reply);
    else if (question.stage === "auth") this.#authentication.answered(reply);
    else this.#delivery.answered(question, verdict);
    // RFC 5321 §3.8: 421 says that the channel is about to close.
    if (reply?.code === 421) this.#close("server refused with 421");
  }

  #begin(reply: Reply | undefined): void {
    this.#greeted = true;
    this.#dialogue.say(reply ?? { code: 220, text: `${this.#policy.hostname} ESMTP Mailglass` }, false);
    if (reply !== undefined && isRefusal(reply)) this.#close("server refused the connection");
  }

  #read(): void {
    if (this.#delivery.isReceiving) return this.#delivery.read(this.#input);
    const { chunk, at } = this.#input;
    if (chunk === undefined) return undefined;
    if (!this.#spoken && isTlsHandshake(chunk)) return this.#turnAway("tls-on-plain-port", "");
    this.#spoken = true;
    const end = this.#lines.read(chunk, at);
    if (end === -1) return this.#input.advance(chunk.length);
    this.#input.advance(end);
    return this.#hear(this.#lines.line);
  }

  /** A line that came: a response of an AUTH exchange, or a command. */
  #hear(line: Line): void {
    if (this.#authentication.isUnderWay) return this.#hearResponse(line);
    const command = parseCommand(line.text);
    if (command === undefined) return this.#hearUnknown(line);
    const masked = command.verb === "AUTH" ? maskedAuth(line.text) : line.text;
    this.#dialogue.heard(masked, line.bytes);
    const refusal = this.#check(command, line);
    if (refusal === undefined) this.#perform(command);
    else if (command.verb === "BDAT" && this.#dialogue.offers("CHUNKING"))
      this.#delivery.bdat(command.argument, refusal);
    else this.#dialogue.refuse(refusal);
    if (command.verb === "AUTH") this.#authRefused = !this.#authentication.isUnderWay && this.#record.auth === null;
    if (this.#dialogue.hasTooManyErrors) this.#hangUp(REPLIES.tooManyErrors, "too many errors");
  }

  #hearResponse(line: Line): void {
    this.#dialogue.heard(line.text === "*" ? "*" : MASKED, line.bytes);
    if (line.bytes > MAX_AUTH_LINE) return this.#authentication.abort(REPLIES.authLineTooLong);
    return this.#authentication.respond(line.text);
  }

  #hearUnknown(line: Line): void {
    const foreign = this.#record.transcript.count <= 1 ? foreignProtocol(line.text) : undefined;
    this.#dialogue.heard(this.#authRefused ? MASKED : line.text, line.bytes);
    if (foreign !== undefined) return this.#turnAway(foreign, line.text);
    this.#dialogue.remark("unknown-command", this.#authRefused ? "" : line.text);
    const tooLong = line.cut || line.bytes > this.#policy.limits.commandLine;
    this.#dialogue.refuse(tooLong ? REPLIES.lineTooLong : REPLIES.unknownCommand);
    if (this.#dialogue.hasTooManyErrors) this.#hangUp(REPLIES.tooManyErrors, "too many errors");
  }

  /** What is wrong with a command before its argument is looked at; undefined where it may be performed. */
  #check({ verb, argument, trailingBlank }: Command, line: Line): Reply | undefined {
    let refusal: Reply | undefined;
    if (line.cut || line.bytes > maxLine(verb, this.#policy.limits.commandLine)) {
      this.#dialogue.remark("command-line-too-long", `${line.bytes} octets`);
      return verb === "AUTH" ? REPLIES.authLineTooLong : REPLIES.lineTooLong;
    }
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(argument)) return REPLIES.controlCharacter;
    if (line.bareLf) refusal ??= this.#dialogue.remark("bare-lf-command", line.text);
    if (trailingBlank) refusal ??= this.#dialogue.remark("trailing-blank", verb);
    if (!this.#input.isEmpty) refusal ??= this.#checkPipelining(verb);
    if (refusal !== undefined) return refusal;
    const { in: phases, otherwise } = ORDER[verb];
    return phases.includes(this.#phase) ? this.#checkTls(verb) : otherwise;
  }

  /** More came behind this command already. */
  #checkPipelining(verb: Verb): Reply | undefined {
    if (verb === "BDAT") return undefined;
    const { greeting } = this.#record;
    const offered = greeting !== null && greeting !== "HELO" && this.#dialogue.offers("PIPELINING");
    const code: FindingCode | undefined = ORDER[verb].endsGroup
      ? "pipelined-past-wait"
      : offered
        ? undefined
        : "pipelining-not-offered";
    return code === undefined ? undefined : this.#dialogue.remark(code, verb);
  }

  /** RFC 3207 §4: where TLS is required, only these may come before it. */
  #checkTls(verb: Verb): Reply | undefined {
    if (!this.#policy.requireTls || this.#record.tls !== null) return undefined;
    const allowed = verb === "EHLO" || verb === "HELO" || verb === "LHLO" || verb === "STARTTLS";
    return allowed || verb === "NOOP" || verb === "QUIT" ? undefined : REPLIES.tlsRequired;
  }

  get #phase(): Phase {
    return this.#delivery.phase ?? (this.#record.greeting === null ? "new" : "greeted");
  }

  #perform({ verb, argument }: Command): void {
    switch (verb) {
      case "EHLO":
      case "HELO":
      case "LHLO":
        return this.#hello(verb, argument);
      case "MAIL":
        if (this.#policy.auth.required && this.#record.auth === null)
          return this.#dialogue.refuse(REPLIES.authRequired);
        return this.#delivery.mail(argument);
      case "RCPT":
        return this.#delivery.rcpt(argument);
      case "DATA":
        return argument === "" ? this.#delivery.data() : this.#dialogue.refuse(REPLIES.noArgument);
      case "BDAT":
        if (!this.#dialogue.offers("CHUNKING")) return this.#dialogue.refuse(REPLIES.notOffered);
        return this.#delivery.bdat(argument);
      case "RSET":
        if (argument !== "") return this.#dialogue.refuse(REPLIES.noArgument);
        this.#delivery.reset();
        return this.#dialogue.say(REPLIES.ok);
      case "NOOP":
        return this.#dialogue.say(REPLIES.ok);
      case "QUIT":
        if (argument !== "") return this.#dialogue.refuse(REPLIES.noArgument);
        this.#quit = true;
        return this.#hangUp(REPLIES.bye, "client said QUIT");
      case "VRFY":
        return argument === "" ? this.#dialogue.refuse(REPLIES.vrfySyntax) : this.#dialogue.say(REPLIES.cannotVerify);
      case "EXPN":
        return this.#dialogue.refuse(REPLIES.notImplemented);
      case "HELP":
        return this.#dialogue.say(HELP);
      case "STARTTLS":
        return this.#startTls(argument);
      case "AUTH":
        return this.#authentication.auth(argument);
    }
  }

  /** EHLO, HELO, LHLO (RFC 5321 §4.1.1.1, RFC 2033 §4.1): a second one begins anew (RFC 5321 §4.1.4). */
  #hello(verb: Greeting, argument: BinaryString): void {
    if ((verb === "LHLO") !== this.#policy.lmtp) return this.#dialogue.refuse(REPLIES.unknownCommand);
    const syntax = { EHLO: REPLIES.ehloSyntax, HELO: REPLIES.heloSyntax, LHLO: REPLIES.lhloSyntax };
    const parsed = parseGreetingName(argument);
    if (parsed === undefined) return this.#dialogue.refuse(syntax[verb]);
    const refusal = parsed.proper ? undefined : this.#dialogue.remark("bad-helo-name", parsed.name);
    if (refusal !== undefined) return this.#dialogue.refuse(refusal);
    if (verb === "HELO") this.#dialogue.remark("helo-instead-of-ehlo", "");
    return this.#dialogue.ask({ stage: "helo", greeting: verb, name: parsed.name });
  }

  #greet(greeting: Greeting, name: string, reply: Reply | undefined): void {
    if (reply !== undefined && isRefusal(reply)) return this.#dialogue.say(reply);
    this.#delivery.reset();
    this.#record.greeting = greeting;
    this.#record.helo = name;
    this.#dialogue.enhanced = greeting !== "HELO" && this.#dialogue.offers("ENHANCEDSTATUSCODES");
    if (greeting === "HELO") return this.#dialogue.say({ code: 250, text: this.#policy.hostname });
    return this.#dialogue.say(ehloReply(this.#policy, this.#record.tls !== null));
  }

  /** STARTTLS (RFC 3207 §4). */
  #startTls(argument: BinaryString): void {
    if (argument !== "") return this.#dialogue.refuse(REPLIES.noArgument);
    if (this.#record.tls !== null) return this.#dialogue.refuse(REPLIES.alreadySecure);
    if (!this.#dialogue.offers("STARTTLS")) return this.#dialogue.refuse(REPLIES.notOffered);
    this.#dialogue.say(REPLIES.readyForTls);
    this.#stopped = true;
    this.#step = { type: "upgrade" };
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
    this.#input.discard();
    this.#lines.clear();
    this.#delivery.reset();
    this.#record.greeting = null;
    this.#record.helo = "";
    this.#record.auth = null;
    this.#stopped = false;
  }

  #turnAway(code: FindingCode, seen: string): void {
    this.#dialogue.remark(code, seen);
    this.#hangUp(REPLIES.foreignProtocol, "not SMTP");
  }

  #hangUp(reply: Reply, reason: string): void {
    this.#dialogue.say(reply);
    this.#close(reason);
  }

  #close(reason: string): void {
    this.#stopped = true;
    this.#step = { type: "close", reason };
  }

  /** Nothing came for too long: says so and closes (RFC 5321 §4.5.3.2.7). */
  timedOut(): void {
    this.#dialogue.tick();
    this.#hangUp(REPLIES.timedOut, "timed out");
  }

  /** The TLS handshake failed; the connection is of no use any more. */
  tlsFailed(why: string): void {
    this.#dialogue.tick();
    this.#dialogue.note("tls", `handshake failed: ${why}`);
    this.#dialogue.remark("tls-handshake-failed", why);
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
      if (!this.#stopped) this.#dialogue.remark("hung-up-mid-message", "");
    } else if (!this.#stopped && !this.#quit) this.#dialogue.remark("no-quit", "");
    this.#stopped = true;
    this.#dialogue.note("close", reason);
    this.#record.closedAt = at;
  }
}

/** `AUTH PLAIN AGpvAHNlY3JldA==` without what comes after the mechanism. */
function maskedAuth(line: BinaryString): BinaryString {
  return line.replace(/^(\s*\S+\s+\S+\s+).*$/, `$1${MASKED}`);
}
