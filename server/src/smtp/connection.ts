import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import { callHook, HOOK_FAILED, isPromise, toDecision } from "./call-hook.ts";
import { describeFault, LazyFaultContext } from "./fault-context.ts";
import type { ScriptedFault, SmtpHooks } from "./hooks.ts";
import type { Decision, DecisionRequest, SessionStep } from "./protocol/decision.ts";
import { MESSAGE_TIMEOUTS } from "./protocol/limits.ts";
import type { Policy } from "./protocol/policy.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import { Session } from "./protocol/session.ts";
import { adoptWithSharedReadBuffer } from "./shared-read-buffer.ts";
import { TarpitWriter } from "./tarpit-writer.ts";
import type { TurnQueue } from "./turn-queue.ts";

export interface ConnectionOptions {
  readonly policy: Policy;
  readonly hooks: SmtpHooks;
  readonly record: SessionRecord;
  /** For STARTTLS, or for implicit TLS. */
  readonly secureContext: SecureContext | undefined;
  /** TLS from the first octet. */
  readonly implicitTls: boolean;
  /** Answers the connection in place of the hook: too many are open. */
  readonly refusal: Decision;
  /** Shared by all connections of the server. */
  readonly turns: TurnQueue;
  onClose(connection: Connection): void;
}

/** Milliseconds that a client has to hang up once it was told to. */
const LINGER_MS = 2000;

/** Milliseconds that one connection may hold the event loop at a time. A client may send thousands of commands at once. */
const SLICE_MS = 4;
/** Steps between two readings of the clock. They take less than a millisecond together. */
const STEPS_PER_CHECK = 64;

/** Why a connection reads nothing: a hook or a fault decides, the client does not read its replies, TLS is negotiated, or the slice is used up. */
type PauseReason = "hook" | "drain" | "tls" | "turn";

/** One socket and the session on it: back-pressure, hooks, faults, TLS, hanging up. */
export class Connection {
  readonly record: SessionRecord;
  readonly #options: ConnectionOptions;
  readonly #session: Session;
  #socket: Socket;
  /** Nothing is read while there is one. There may be several. */
  readonly #pauseReasons = new Set<PauseReason>();
  #idleMs = 0;
  /** The message that has begun and is not complete, and the milliseconds since then. */
  #message: number | undefined;
  #messageFor = 0;
  /** Command lines that had come when the clock of `#idleFor` began. */
  #lineCount = 0;
  /** Bytes of replies that are reserved until the client has read them. */
  #unsent = 0;
  #clientEnded = false;
  #dropsNextData = false;
  /** The last reply is on its way; what still comes is thrown away, for LINGER at most. */
  #isClosing = false;
  #tarpit: TarpitWriter | undefined;
  #closeReason = "client hung up";

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#options = options;
    this.record = options.record;
    this.#session = new Session(options.policy, options.record);
    this.#socket = options.implicitTls ? socket : adoptWithSharedReadBuffer(socket, this.#onData);
    this.#socket.on("close", () => this.#onSocketClosed());
    if (options.implicitTls) this.#startTls(true);
    else {
      this.#addSocketListeners(this.#socket);
      this.#runSteps();
    }
  }

  #addSocketListeners(socket: Socket): void {
    socket.on("end", () => this.#onEnd());
    // What ends the connection is told by `close`; a reset by the client is an ordinary end.
    socket.on("error", (error) => this.#onSocketError(error));
  }

  /** The memory of `chunk` is used again as soon as this returns. */
  readonly #onData = (chunk: Buffer): void => {
    if (this.#isClosing) return;
    if (this.#dropsNextData) return this.#dropConnection();
    this.#session.receive(chunk);
    try {
      if (this.#pauseReasons.size === 0) this.#runSteps();
    } finally {
      if (!this.#session.copyUnread()) this.#outOfMemory();
    }
    this.#noteProgress();
  };

  /** A client that sends a command line octet by octet is as idle as one that sends nothing. */
  #noteProgress(): void {
    const { isReceivingData, lineCount } = this.#session;
    if (!isReceivingData && lineCount === this.#lineCount) return;
    this.#lineCount = lineCount;
    this.#idleMs = 0;
  }

  /** The client sends without reading the replies, and there is no memory left to keep what it sent, or what it was sent. */
  #outOfMemory(): void {
    this.#closeReason = "too little memory for what the client does not read";
    this.#socket.destroy();
  }

  /** Does what the session says until it waits for something, or its slice is used up; sends what it wrote in one go. */
  #runSteps(): void {
    let step: SessionStep | undefined;
    let stepCount = 0;
    let sliceEnd: number | undefined;
    while ((step = this.#session.nextStep()) !== undefined) {
      if (step.type === "decide") {
        if (!this.#requestDecision(step.request)) break;
      } else if (step.type === "close") {
        this.#closeReason = step.reason;
        return this.#close(step.immediately);
      } else if (step.type === "startTls") {
        this.#flush();
        return this.#startTls(false);
      } else if (!this.#flush()) return;
      if (++stepCount % STEPS_PER_CHECK !== 0) continue;
      const now = performance.now();
      // While others wait for their turn, every connection gives way at its first look at the clock.
      sliceEnd ??= this.#options.turns.isBusy ? now : now + SLICE_MS;
      if (now >= sliceEnd) return this.#continueInLaterTurn();
    }
    if (this.#flush() && this.#clientEnded && this.#pauseReasons.size === 0) this.#socket.end();
  }

  #continueInLaterTurn(): void {
    this.#flush();
    this.#pauseFor("turn");
    this.#options.turns.add(() => this.#resumeFrom("turn"));
  }

  /** Sends what there is to send; false where the client is too slow to read it, so that nothing more is done for now. */
  #flush(): boolean {
    const output = this.#session.drainOutput();
    if (output === "") return true;
    if (this.#tarpit !== undefined) {
      this.#pauseFor("drain");
      this.#tarpit.write(output, () => this.#resumeFrom("drain"));
      return false;
    }
    if (this.#socket.write(output, "latin1") || this.#pauseReasons.size > 0) return true;
    const { data } = this.#options.policy.budgets;
    const unsent = this.#socket.writableLength;
    if (data.reserve(unsent)) this.#unsent += unsent;
    else this.#outOfMemory();
    this.#pauseFor("drain");
    this.#socket.once("drain", () => {
      this.#releaseUnsent();
      this.#resumeFrom("drain");
    });
    return false;
  }

  #releaseUnsent(): void {
    this.#options.policy.budgets.data.release(this.#unsent);
    this.#unsent = 0;
  }

  #pauseFor(reason: PauseReason): void {
    this.#pauseReasons.add(reason);
    if (reason !== "tls") this.#socket.pause();
  }

  #resumeFrom(reason: PauseReason): void {
    if (!this.#pauseReasons.delete(reason) || this.#pauseReasons.size > 0 || this.#socket.destroyed || this.#isClosing)
      return;
    this.#idleMs = 0;
    this.#runSteps();
    this.#session.settle();
    if (this.#pauseReasons.size === 0) this.#socket.resume();
  }

  /** Puts a question to faults and hooks; true where it was answered at once. */
  #requestDecision(request: DecisionRequest): boolean {
    if (request.stage === "connect" && this.#options.refusal !== undefined) {
      this.#session.decide(this.#options.refusal);
      return true;
    }
    try {
      const context = new LazyFaultContext(request, this.#session, this.record);
      const fault = this.#options.hooks.onFault?.(request.stage, context);
      return fault === undefined ? this.#callHook(request) : this.#injectFault(fault, request);
    } catch (error) {
      this.#onHookError(error);
      return true;
    }
  }

  #callHook(request: DecisionRequest): boolean {
    try {
      const answer = callHook(this.#options.hooks, request, this.#session, this.record);
      if (isPromise(answer)) {
        this.#pauseFor("hook");
        void this.#awaitHook(answer);
        return false;
      }
      this.#session.decide(toDecision(answer));
    } catch (error) {
      this.#onHookError(error);
    }
    return true;
  }

  async #awaitHook(answer: Promise<unknown>): Promise<void> {
    try {
      this.#session.decide(toDecision(await answer));
    } catch (error) {
      this.#onHookError(error);
    }
    this.#resumeFrom("hook");
  }

  #onHookError(error: unknown): void {
    this.#options.hooks.onError?.(error, this.record);
    this.#session.decide(HOOK_FAILED);
  }

  /** Plays a scripted failure; true where the question was answered at once. */
  #injectFault(fault: ScriptedFault, request: DecisionRequest): boolean {
    // Read before anything is done: what is no reply throws.
    const decision = toDecision(fault.reply);
    this.#session.recordEvent("fault", describeFault(request.stage, fault));
    if (fault.tarpit !== undefined) this.#tarpit = new TarpitWriter(this.#socket, fault.tarpit);
    if (fault.delay === undefined || fault.delay === 0) return this.#applyFault(fault, decision, request);
    this.#pauseFor("hook");
    const apply = () => {
      if (!this.#socket.destroyed && this.#applyFault(fault, decision, request)) this.#resumeFrom("hook");
    };
    setTimeout(apply, fault.delay).unref();
    return false;
  }

  #applyFault(fault: ScriptedFault, decision: Decision, request: DecisionRequest): boolean {
    if (fault.drop === true) return this.#dropAtStage(request);
    if (decision === undefined) return this.#callHook(request);
    this.#session.decide(decision);
    return true;
  }

  /** At DATA the client is told to go on, and is dropped once the message begins to come. */
  #dropAtStage(request: DecisionRequest): boolean {
    if (request.stage === "data") {
      this.#session.decide();
      this.#dropsNextData = this.#session.isReceivingData && !this.#session.hasUnreadInput;
      if (this.#dropsNextData) return true;
      this.#flush();
    }
    this.#dropConnection();
    return false;
  }

  #dropConnection(): void {
    this.#closeReason = "dropped by a scripted fault";
    this.#socket.destroy();
  }

  #close(immediately: boolean): void {
    this.#isClosing = true;
    this.#idleMs = 0;
    const isFlushed = this.#flush();
    if (!isFlushed && this.#tarpit !== undefined) return this.#tarpit.setOnDone(() => this.#socket.end());
    const isPlaintext = !(this.#socket instanceof TLSSocket);
    // One connection too many returns its file descriptor at once: others wait to be refused, too, and without a descriptor
    // they would be closed without a reply.
    const closesNow = immediately || this.#options.refusal !== undefined;
    // The kernel has everything and still delivers it: there is no need to wait, nor to learn that the client reset.
    if (closesNow && isFlushed && isPlaintext && this.#socket.writableLength === 0) this.#socket.destroy();
    // Else the client may still be sending: to close now would reset the connection, and it might never see the reply.
    else this.#socket.end();
    return undefined;
  }

  /** Begins a TLS handshake on the socket (RFC 3207 §4). */
  #startTls(implicit: boolean): void {
    const { secureContext } = this.#options;
    if (secureContext === undefined) return;
    this.#pauseFor("tls");
    const plain = this.#socket;
    plain.removeAllListeners("data").removeAllListeners("end").removeAllListeners("error");
    const secure = new TLSSocket(plain, { isServer: true, secureContext });
    this.#socket = secure;
    secure.on("data", this.#onData);
    this.#addSocketListeners(secure);
    if (this.#tarpit !== undefined) this.#tarpit = this.#tarpit.forSocket(secure);
    secure.once("secure", () => {
      const { name, version } = secure.getCipher();
      // Node's types leave it out: the name the client asked for, or false.
      const servername = "servername" in secure && typeof secure.servername === "string" ? secure.servername : null;
      this.#session.onTlsEstablished({ version: secure.getProtocol() ?? version, cipher: name, servername, implicit });
      this.#resumeFrom("tls");
    });
  }

  #onEnd(): void {
    this.#clientEnded = true;
    if (this.#pauseReasons.size === 0) this.#socket.end();
    else if (this.#pauseReasons.has("tls")) this.#socket.destroy();
  }

  #onSocketError(error: Error): void {
    if (this.#pauseReasons.has("tls")) {
      this.#closeReason = "TLS handshake failed";
      this.#session.onTlsFailure(error.message);
    }
    this.#socket.destroy();
  }

  /** Called now and then by the server: `elapsed` milliseconds went by since the last time. */
  checkTimeouts(elapsedMs: number): void {
    // LINGER begins with the last octet that is said.
    const isSending = this.#isClosing && this.#tarpit?.isSending === true;
    this.#idleMs = isSending ? 0 : this.#idleMs + elapsedMs;
    const message = this.#session.messageInProgress;
    this.#messageFor = message !== undefined && message === this.#message ? this.#messageFor + elapsedMs : 0;
    this.#message = message;
    const { idleTimeout, dataTimeout } = this.#options.policy.limits;
    if (this.#isClosing && this.#idleMs >= LINGER_MS) this.#socket.destroy();
    if (this.#pauseReasons.has("hook") || this.#isClosing) return;
    const isLate = this.#messageFor >= MESSAGE_TIMEOUTS * dataTimeout;
    if (!isLate && this.#idleMs < (this.#session.isReceivingData ? dataTimeout : idleTimeout)) return;
    if (this.#pauseReasons.size === 0) {
      this.#session.onTimeout();
      return this.#runSteps();
    }
    this.#closeReason = "timed out";
    this.#socket.destroy();
  }

  /** Hangs up at once. */
  destroy(): void {
    this.#closeReason = "server was closed";
    this.#socket.destroy();
  }

  #onSocketClosed(): void {
    this.#releaseUnsent();
    this.#session.onClose(this.#closeReason, Date.now());
    this.#options.onClose(this);
  }
}
