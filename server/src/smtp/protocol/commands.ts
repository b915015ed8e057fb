import { type Authentication, MASKED } from "./authentication.ts";
import { type Command, MAX_AUTH_LINE, maxLine, parseCommand, type Verb } from "./command.ts";
import type { Delivery } from "./delivery.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Greeting } from "./envelope.ts";
import type { FindingCode } from "./findings.ts";
import { foreignProtocol } from "./foreign.ts";
import { parseGreetingName } from "./greeting.ts";
import { HELP } from "./help.ts";
import type { Line } from "./line-reader.ts";
import type { BinaryString } from "./octets.ts";
import { ORDER, type Phase } from "./order.ts";
import { ehloReply } from "./policy.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";

/** The command lines of a session: whether one may come now, and what it does (RFC 5321 §4.1). */
export class Commands {
  readonly #dialogue: Dialogue;
  readonly #delivery: Delivery;
  readonly #authentication: Authentication;
  /** Lines that are no commands may be what is left of a refused AUTH. */
  #authRefused = false;
  #isFirst = true;

  constructor(dialogue: Dialogue, delivery: Delivery, authentication: Authentication) {
    this.#dialogue = dialogue;
    this.#delivery = delivery;
    this.#authentication = authentication;
  }

  /** A line that came: a response of an AUTH exchange, or a command. `moreCame`: octets wait behind it. */
  hear(line: Line, moreCame: boolean): void {
    if (this.#authentication.isUnderWay) return this.#hearResponse(line);
    const command = parseCommand(line.text);
    if (command === undefined) return this.#hearUnknown(line);
    this.#isFirst = false;
    const masked = command.verb === "AUTH" ? maskedAuth(line.text) : line.text;
    this.#dialogue.heard(masked, line.bytes);
    const refusal = this.#check(command, line, moreCame);
    if (refusal === undefined) this.#perform(command);
    else if (command.verb === "BDAT" && this.#dialogue.offers("CHUNKING"))
      this.#delivery.bdat(command.argument, refusal);
    else this.#dialogue.refuse(refusal);
    if (command.verb === "AUTH")
      this.#authRefused = !this.#authentication.isUnderWay && this.#dialogue.record.auth === null;
  }

  /** A line has no end: the client is told once, and nothing more is read. */
  hearEndless(bytes: number): void {
    this.#dialogue.remark("command-line-too-long", `${bytes} octets and no end`);
    this.#dialogue.hangUp(REPLIES.lineTooLong, "command line without an end");
  }

  #hearResponse(line: Line): void {
    this.#dialogue.heard(line.text === "*" ? "*" : MASKED, line.bytes);
    if (line.bytes > MAX_AUTH_LINE) return this.#authentication.abort(REPLIES.authLineTooLong);
    return this.#authentication.respond(line.text);
  }

  #hearUnknown(line: Line): void {
    const foreign = this.#isFirst ? foreignProtocol(line.text) : undefined;
    this.#isFirst = false;
    this.#dialogue.heard(this.#authRefused ? MASKED : line.text, line.bytes);
    if (foreign !== undefined) return this.turnAway(foreign, line.text);
    this.#dialogue.remark("unknown-command", this.#authRefused ? "" : line.text);
    const tooLong = line.cut || line.bytes > this.#dialogue.policy.limits.commandLine;
    this.#dialogue.refuse(tooLong ? REPLIES.lineTooLong : REPLIES.unknownCommand);
  }

  /** What is wrong with a command before its argument is looked at; undefined where it may be performed. */
  #check({ verb, argument, trailingBlank }: Command, line: Line, moreCame: boolean): Reply | undefined {
    let refusal: Reply | undefined;
    if (line.cut || line.bytes > maxLine(verb, this.#dialogue.policy.limits.commandLine)) {
      this.#dialogue.remark("command-line-too-long", `${line.bytes} octets`);
      return verb === "AUTH" ? REPLIES.authLineTooLong : REPLIES.lineTooLong;
    }
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(argument)) return REPLIES.controlCharacter;
    if (line.bareLf) refusal ??= this.#dialogue.remark("bare-lf-command", line.text);
    if (trailingBlank) refusal ??= this.#dialogue.remark("trailing-blank", verb);
    if (moreCame) refusal ??= this.#checkPipelining(verb);
    if (refusal !== undefined) return refusal;
    const { in: phases, otherwise } = ORDER[verb];
    return phases.includes(this.#phase) ? this.#checkTls(verb) : otherwise;
  }

  /** More came behind this command already. */
  #checkPipelining(verb: Verb): Reply | undefined {
    if (verb === "BDAT") return undefined;
    const { greeting } = this.#dialogue.record;
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
    if (!this.#dialogue.policy.requireTls || this.#dialogue.record.tls !== null) return undefined;
    const allowed = verb === "EHLO" || verb === "HELO" || verb === "LHLO" || verb === "STARTTLS";
    return allowed || verb === "NOOP" || verb === "QUIT" ? undefined : REPLIES.tlsRequired;
  }

  get #phase(): Phase {
    return this.#delivery.phase ?? (this.#dialogue.record.greeting === null ? "new" : "greeted");
  }

  #perform({ verb, argument }: Command): void {
    switch (verb) {
      case "EHLO":
      case "HELO":
      case "LHLO":
        return this.#hello(verb, argument);
      case "MAIL":
        if (this.#dialogue.policy.auth.required && this.#dialogue.record.auth === null)
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
        return this.#dialogue.hangUp(REPLIES.bye, "client said QUIT", true);
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
    if ((verb === "LHLO") !== this.#dialogue.policy.lmtp) return this.#dialogue.refuse(REPLIES.unknownCommand);
    const syntax = { EHLO: REPLIES.ehloSyntax, HELO: REPLIES.heloSyntax, LHLO: REPLIES.lhloSyntax };
    const parsed = parseGreetingName(argument);
    if (parsed === undefined) return this.#dialogue.refuse(syntax[verb]);
    const refusal = parsed.proper ? undefined : this.#dialogue.remark("bad-helo-name", parsed.name);
    if (refusal !== undefined) return this.#dialogue.refuse(refusal);
    if (verb === "HELO") this.#dialogue.remark("helo-instead-of-ehlo", "");
    return this.#dialogue.ask({ stage: "helo", greeting: verb, name: parsed.name });
  }

  greet(greeting: Greeting, name: string, reply: Reply | undefined): void {
    if (reply !== undefined && isRefusal(reply)) return this.#dialogue.say(reply);
    this.#delivery.reset();
    this.#dialogue.record.greeting = greeting;
    this.#dialogue.record.helo = name;
    this.#dialogue.enhanced = greeting !== "HELO" && this.#dialogue.offers("ENHANCEDSTATUSCODES");
    if (greeting === "HELO") return this.#dialogue.say({ code: 250, text: this.#dialogue.policy.hostname });
    return this.#dialogue.say(ehloReply(this.#dialogue.policy, this.#dialogue.record.tls !== null));
  }

  /** STARTTLS (RFC 3207 §4). */
  #startTls(argument: BinaryString): void {
    if (argument !== "") return this.#dialogue.refuse(REPLIES.noArgument);
    if (this.#dialogue.record.tls !== null) return this.#dialogue.refuse(REPLIES.alreadySecure);
    if (!this.#dialogue.offers("STARTTLS")) return this.#dialogue.refuse(REPLIES.notOffered);
    this.#dialogue.say(REPLIES.readyForTls);
    this.#dialogue.stop({ type: "upgrade" });
  }

  /** Something else than SMTP came. */
  turnAway(code: FindingCode, seen: string): void {
    this.#dialogue.remark(code, seen);
    this.#dialogue.hangUp(REPLIES.foreignProtocol, "not SMTP");
  }
}

/** `AUTH PLAIN AGpvAHNlY3JldA==` without what comes after the mechanism. */
function maskedAuth(line: BinaryString): BinaryString {
  return line.replace(/^(\s*\S+\s+\S+\s+).*$/, `$1${MASKED}`);
}
