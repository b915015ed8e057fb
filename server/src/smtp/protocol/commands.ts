import { type Authentication, MASKED_SECRET } from "./authentication.ts";
import type { Line } from "./bytes/line-reader.ts";
import type { BinaryString } from "./bytes/octets.ts";
import type { ClientPace } from "./client-pace.ts";
import { DataFollowUp } from "./data-follow-up.ts";
import type { Greeting } from "./envelope.ts";
import {
  type Command,
  MAX_AUTH_LINE_OCTETS,
  maxCommandLineOctets,
  parseCommand,
  type Verb,
} from "./grammar/command.ts";
import { COMMAND_ORDER, type SessionPhase } from "./grammar/command-order.ts";
import { findGreetingFault, parseGreetingName } from "./grammar/greeting.ts";
import { HELP_REPLY } from "./grammar/help.ts";
import { scopeOfPeer } from "./grammar/peer-scope.ts";
import { detectForeignProtocol } from "./grammar/protocol-sniff.ts";
import { getEhloReply } from "./policy.ts";
import type { WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import { isRefusal, type Reply } from "./reply.ts";
import { isMechanismName } from "./sasl/mechanisms.ts";
import type { SessionOutput } from "./session-output.ts";
import type { TransactionCommands } from "./transaction-commands.ts";
import { WantedFeatures } from "./wanted-features.ts";

/*
 * Theory of operation
 *
 * Input: one complete line (`handleLine`), or the fact that a line does not end (`rejectEndlessLine`). Output: a reply, a
 * decision request or a step, all through `SessionOutput`.
 *
 *   line ── AUTH exchange in progress? ──yes── authentication.handleResponse
 *     │ no
 *   parseCommand ── unknown verb ── 500; on the first line, another protocol (HTTP) gets 421 and the connection is closed
 *     │
 *   #validate ── refusal ── 4yz or 5yz, counted as an error
 *     │
 *   #execute ── simple commands reply here; MAIL, RCPT, DATA, BDAT: transaction-commands.ts; AUTH: authentication.ts
 *
 * `#validate` checks what does not depend on the argument, in this order: length, control characters, findings (refusals in
 * strict mode only), order of commands, TLS required. The session phase is not stored. It follows from the transaction and the
 * greeting:
 *
 *   new       no greeting yet
 *   greeted   EHLO, HELO or LHLO accepted, no transaction
 *   mail      MAIL accepted
 *   rcpt      at least one RCPT accepted
 *
 * Invariants
 *   - Each line gets exactly one reply, unless it begins a decision or is the last line before the connection is closed.
 *   - A refused BDAT is still passed to the transactions, because its chunk follows without waiting for a reply (RFC 3030 §2).
 *   - Secrets never reach the transcript: arguments of AUTH, responses, and unknown commands after a refused AUTH are masked.
 *   - A second greeting resets the transaction (RFC 5321 §4.1.4).
 */

/** Checks and executes the command lines of a session (RFC 5321 §4.1). */
export class CommandHandler {
  readonly #output: SessionOutput;
  readonly #transactions: TransactionCommands;
  readonly #authentication: Authentication;
  /** After a refused AUTH, an unknown command may be a response with a password. It is masked. */
  #wasAuthRefused = false;
  #isFirstLine = true;
  readonly #pace: ClientPace;
  readonly #followUp: DataFollowUp;
  readonly wantedFeatures: WantedFeatures;
  #previousVerb: Verb | undefined;
  /** The newest line had arrived before the reply to the line before it (RFC 2920). */
  #isPipelined = false;
  #hasMoreInput = false;
  /** Transcript line of the reply to EHLO that offers STARTTLS; undefined if none does. */
  #starttlsOfferLine: number | undefined;

  constructor(
    output: SessionOutput,
    transactions: TransactionCommands,
    authentication: Authentication,
    pace: ClientPace,
  ) {
    this.#output = output;
    this.#transactions = transactions;
    this.#authentication = authentication;
    this.#pace = pace;
    this.#followUp = new DataFollowUp(output);
    this.wantedFeatures = new WantedFeatures(output);
  }

  /** Data was read to its end. `hasMoreInput`: more arrived together with its end. */
  onDataEnd(end: "dot" | "chunk", hasMoreInput: boolean): void {
    if (end === "dot") this.#followUp.onMessageEnd(hasMoreInput);
    this.#hasMoreInput = hasMoreInput;
  }

  /**
   * Handles a command, or a response of an AUTH exchange.
   *
   * @param hasMoreInput whether more input arrived together with the line (pipelining)
   */
  handleLine(line: Line, hasMoreInput: boolean): void {
    this.#isPipelined = this.#hasMoreInput;
    this.#hasMoreInput = hasMoreInput;
    if (this.#authentication.isInProgress) return this.#handleAuthResponse(line);
    const command = parseCommand(line.text);
    if (command === undefined) return this.#handleUnknownCommand(line);
    this.#isFirstLine = false;
    const maskedLine = command.verb === "AUTH" ? maskAuthArgument(line.text) : line.text;
    this.#output.recordLine(maskedLine, line.bytes, this.#isPipelined);
    this.#followUp.onCommand(command.verb, command.argument);
    this.#pace.onCommand(command.verb, this.#previousVerb, !this.#isPipelined);
    this.#previousVerb = command.verb;
    const refusal = this.#validate(command, line, hasMoreInput);
    if (refusal === undefined) this.#execute(command);
    else if (command.verb === "BDAT" && this.#output.offers("CHUNKING"))
      this.#transactions.handleBdat(command.argument, refusal);
    else this.#output.refuse(refusal);
    if (refusal !== undefined) {
      this.wantedFeatures.onRefused(command.verb);
      this.#onRefused(command.verb, refusal);
    }
    if (command.verb === "AUTH")
      this.#wasAuthRefused = !this.#authentication.isInProgress && this.#output.record.auth === null;
  }

  #onRefused(verb: string, refusal: Reply): void {
    if (verb === "DATA") this.#followUp.onDataRefused(refusal);
    if (verb !== "DATA" && verb !== "BDAT") return;
    // A client that pipelined DATA could not know yet that its recipients are refused (RFC 2920 §3.1).
    if (this.#isPipelined || this.#transactions.phase !== "mail") return;
    if (this.#transactions.hasRefusedRecipient) return void this.#output.addFinding("no-recipient-accepted", "");
    this.#output.addFinding("no-recipient-accepted", "it sent no RCPT", undefined, {
      fix: "Send RCPT TO for each recipient before DATA; check for an empty list of recipients",
    });
  }

  /** Refuses a line that exceeds MAX_UNTERMINATED_LINE_OCTETS without a line end, and closes the connection. */
  rejectEndlessLine(bytes: number): void {
    this.#output.addFinding("command-line-too-long", `${bytes} octets without a line end`);
    this.#output.replyAndClose(REPLIES.lineTooLong, "command line without an end");
  }

  #handleAuthResponse(line: Line): void {
    this.#output.recordLine(line.text === "*" ? "*" : MASKED_SECRET, line.bytes, this.#isPipelined);
    if (line.bytes > MAX_AUTH_LINE_OCTETS) return this.#authentication.abort(REPLIES.authLineTooLong);
    return this.#authentication.handleResponse(line.text);
  }

  #handleUnknownCommand(line: Line): void {
    const foreign = this.#isFirstLine ? detectForeignProtocol(line.text) : undefined;
    this.#isFirstLine = false;
    // Base64 in lines of 76 characters: the first of them was taken for the whole response.
    const continuesAuth =
      this.#previousVerb === "AUTH" && /^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{2}[A-Za-z0-9+/=]{2}$/.test(line.text);
    const isSecret = this.#wasAuthRefused || continuesAuth;
    this.#output.recordLine(isSecret ? MASKED_SECRET : line.text, line.bytes, this.#isPipelined);
    if (foreign !== undefined) return this.rejectForeignProtocol(foreign, line.text);
    if (continuesAuth)
      this.#output.addFinding("auth-malformed", "the response continues on another line", undefined, {
        fix: "Encode the response as base64 without line breaks",
      });
    else this.#followUp.onUnknownCommand(isSecret ? "" : line.text);
    const isTooLong = line.isTruncated || line.bytes > this.#output.policy.limits.commandLine;
    this.#output.refuse(isTooLong ? REPLIES.lineTooLong : REPLIES.unknownCommand);
  }

  /** Checks everything but the argument. Returns a refusal; undefined if the command may be executed. */
  #validate({ verb, argument, hasTrailingBlank }: Command, line: Line, hasMoreInput: boolean): Reply | undefined {
    let refusal: Reply | undefined;
    if (line.isTruncated || line.bytes > maxCommandLineOctets(verb, this.#output.policy.limits.commandLine)) {
      this.#output.addFinding("command-line-too-long", `${line.bytes} octets`);
      return verb === "AUTH" ? REPLIES.authLineTooLong : REPLIES.lineTooLong;
    }
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(argument)) return REPLIES.controlCharacter;
    if (line.hasBareLf) refusal ??= this.#output.addFinding("bare-lf-command", line.text);
    if (hasTrailingBlank) refusal ??= this.#output.addFinding("trailing-blank", verb);
    if (hasMoreInput) refusal ??= this.#checkPipelining(verb);
    if (refusal !== undefined) return refusal;
    const { phases, refusal: orderRefusal } = COMMAND_ORDER[verb];
    if (phases.includes(this.#phase)) return this.#checkTls(verb);
    this.#explainOrder(verb);
    return this.#phase === "new" ? orderRefusal.new : orderRefusal.greeted;
  }

  /** Adds a finding on a command that comes at the wrong time, unless an earlier refusal, which the client ignored, is the reason. */
  #explainOrder(verb: Verb): void {
    // DATA without an accepted recipient has a finding of its own.
    const isData = verb === "DATA" || verb === "BDAT";
    if (this.#output.record.hasRefusal || (isData && this.#transactions.phase === "mail")) return;
    this.#output.addFinding("command-out-of-order", verb);
  }

  /** Checks a command that more input already follows (RFC 2920). */
  #checkPipelining(verb: Verb): Reply | undefined {
    if (verb === "BDAT") return undefined;
    const { greeting } = this.#output.record;
    const isOffered = greeting !== null && greeting !== "HELO" && this.#output.offers("PIPELINING");
    const code: WireFindingCode | undefined = COMMAND_ORDER[verb].endsGroup
      ? "pipelined-past-wait"
      : isOffered
        ? undefined
        : "pipelining-not-offered";
    return code === undefined ? undefined : this.#output.addFinding(code, verb);
  }

  /** RFC 3207 §4: if TLS is required, only these commands are allowed before it. */
  #checkTls(verb: Verb): Reply | undefined {
    if (!this.#output.policy.requireTls || this.#output.record.tls !== null) return undefined;
    const isAllowed = verb === "EHLO" || verb === "HELO" || verb === "LHLO" || verb === "STARTTLS";
    return isAllowed || verb === "NOOP" || verb === "QUIT" ? undefined : REPLIES.tlsRequired;
  }

  get #phase(): SessionPhase {
    return this.#transactions.phase ?? (this.#output.record.greeting === null ? "new" : "greeted");
  }

  #execute({ verb, argument }: Command): void {
    this.wantedFeatures.onCommand(verb);
    switch (verb) {
      case "EHLO":
      case "HELO":
      case "LHLO":
        return this.#handleGreeting(verb, argument);
      case "MAIL":
        if (this.#output.policy.auth.required && this.#output.record.auth === null)
          return this.#output.refuse(REPLIES.authRequired);
        this.#checkStartTlsUsed("the message");
        return this.#transactions.handleMail(argument);
      case "RCPT":
        return this.#transactions.handleRcpt(argument);
      case "DATA":
        return argument === "" ? this.#transactions.handleData() : this.#output.refuse(REPLIES.noArgument);
      case "BDAT":
        if (!this.#output.offers("CHUNKING")) return this.#output.refuse(REPLIES.notOffered);
        return this.#transactions.handleBdat(argument);
      case "RSET":
        if (argument !== "") return this.#output.refuse(REPLIES.noArgument);
        this.#transactions.reset();
        return this.#output.reply(REPLIES.ok);
      case "NOOP":
        return this.#output.reply(REPLIES.ok);
      case "QUIT":
        if (argument !== "") return this.#output.refuse(REPLIES.noArgument);
        this.wantedFeatures.onLeave("quit");
        return this.#output.replyAndClose(REPLIES.bye, "client said QUIT", true);
      case "VRFY":
        return argument === "" ? this.#output.refuse(REPLIES.vrfySyntax) : this.#output.reply(REPLIES.cannotVerify);
      case "EXPN":
        return this.#output.refuse(REPLIES.notImplemented);
      case "HELP":
        return this.#output.reply(HELP_REPLY);
      case "STARTTLS":
        return this.#handleStartTls(argument);
      case "AUTH":
        return this.#handleAuth(argument);
    }
  }

  #handleAuth(argument: BinaryString): void {
    if (!this.#output.offers("AUTH")) this.wantedFeatures.onNotOffered("AUTH");
    else if (this.#output.record.auth === null) this.#checkStartTlsUsed("the login");
    return this.#authentication.handleAuth(argument);
  }

  /** A message or a login goes in the clear although STARTTLS is offered. On the same machine only a login is worth a warning. */
  #checkStartTlsUsed(what: "the login" | "the message"): void {
    const { record } = this.#output;
    const line = this.#starttlsOfferLine;
    if (line === undefined || record.tls !== null || record.findings.has("starttls-not-used")) return;
    const isHarmless = what === "the message" && scopeOfPeer(record.peer.address) === "loopback";
    const severity = isHarmless ? "info" : "warning";
    this.#output.addFinding("starttls-not-used", `${what} goes in the clear, the offer is line ${line}`, undefined, {
      severity,
    });
  }

  /** EHLO, HELO, LHLO (RFC 5321 §4.1.1.1, RFC 2033 §4.1). */
  #handleGreeting(verb: Greeting, argument: BinaryString): void {
    const { lmtp } = this.#output.policy;
    if ((verb === "LHLO") !== lmtp) {
      const fix = lmtp
        ? "Send LHLO: this port speaks LMTP; or connect to a port for SMTP"
        : "Send EHLO: this port speaks SMTP; or connect to a port for LMTP";
      this.#output.addFinding("unknown-command", verb, undefined, { fix });
      return this.#output.refuse(REPLIES.unknownCommand);
    }
    const syntax = { EHLO: REPLIES.ehloSyntax, HELO: REPLIES.heloSyntax, LHLO: REPLIES.lhloSyntax };
    const parsed = parseGreetingName(argument);
    if (parsed === undefined) {
      const reason = argument.trim() === "" ? "there is none" : "it has characters that no host name has";
      this.#output.addFinding("ehlo-not-a-host", reason);
      return this.#output.refuse(syntax[verb]);
    }
    const fault = findGreetingFault(parsed, scopeOfPeer(this.#output.record.peer.address));
    if (fault !== undefined) {
      const { severity, reason } = fault;
      const refusal = this.#output.addFinding("ehlo-not-a-host", reason, undefined, { severity });
      // Strict mode accepts what has the form of a domain.
      if (refusal !== undefined && !parsed.isValid) return this.#output.refuse(refusal);
    }
    if (verb === "HELO") this.#output.addFinding("helo-instead-of-ehlo", "");
    return this.#output.requestDecision({ stage: "helo", greeting: verb, name: parsed.name });
  }

  onGreetingDecision(greeting: Greeting, name: string, reply: Reply | undefined): void {
    if (reply !== undefined && isRefusal(reply)) return this.#output.reply(reply);
    this.#transactions.reset();
    this.#output.record.greeting = greeting;
    this.#output.record.helo = name;
    this.#output.usesEnhancedCodes = greeting !== "HELO" && this.#output.offers("ENHANCEDSTATUSCODES");
    if (greeting === "HELO") return this.#output.reply({ code: 250, text: this.#output.policy.hostname });
    const ehloReply = getEhloReply(this.#output.policy, this.#output.record.tls !== null);
    const offer = ehloReply.text.indexOf("STARTTLS");
    this.#starttlsOfferLine = offer === -1 ? undefined : this.#output.record.transcript.lineCount + 1 + offer;
    return this.#output.reply(ehloReply);
  }

  /** STARTTLS (RFC 3207 §4). */
  #handleStartTls(argument: BinaryString): void {
    if (argument !== "") return this.#output.refuse(REPLIES.noArgument);
    if (this.#output.record.tls !== null) return this.#output.refuse(REPLIES.alreadySecure);
    if (!this.#output.offers("STARTTLS")) {
      this.wantedFeatures.onNotOffered("STARTTLS");
      return this.#output.refuse(REPLIES.notOffered);
    }
    this.#output.reply(REPLIES.readyForTls);
    this.#output.stopReading({ type: "startTls" });
  }

  /** The client speaks another protocol: sends 421 and closes. */
  rejectForeignProtocol(code: WireFindingCode, detail: string): void {
    this.#output.record.hasClientInput = true;
    const offersTls = this.#output.policy.hasCertificate;
    const fix = code === "tls-on-plain-port" && !offersTls ? FIX_WITHOUT_TLS : undefined;
    this.#output.addFinding(code, detail, undefined, { fix });
    this.#output.replyAndClose(REPLIES.foreignProtocol, "not SMTP");
  }
}

const FIX_WITHOUT_TLS =
  "Use “secure: false” for this port, or start Mailglass with --tls auto and use STARTTLS or --smtps-port";

/**
 * Masks the initial response: `AUTH PLAIN AGpvAHNlY3JldA==` becomes `AUTH PLAIN ********`. What stands in place of the mechanism
 * is masked too, unless it may be one: it may be the response.
 */
function maskAuthArgument(line: BinaryString): BinaryString {
  const mechanism = /^\s*\S+\s+(?<mechanism>\S+)/.exec(line)?.groups?.["mechanism"];
  if (mechanism !== undefined && !isMechanismName(mechanism)) return `AUTH ${MASKED_SECRET}`;
  return line.replace(/^(\s*\S+\s+\S+\s+).*$/, `$1${MASKED_SECRET}`);
}
