import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Bagged } from "./bag.ts";
import { ask, FAILED, isPromise, verdictOf } from "./decision.ts";
import { describeFault, FaultPlace } from "./fault.ts";
import type { ScriptedFault, SmtpHooks } from "./hooks.ts";
import { MESSAGE_TIMEOUTS } from "./protocol/limits.ts";
import type { Policy } from "./protocol/policy.ts";
import type { Question, Step, Verdict } from "./protocol/question.ts";
import type { SessionRecord } from "./protocol/record.ts";
import { Session } from "./protocol/session.ts";
import { withSharedReads } from "./shared-reads.ts";
import { TarpitWriter } from "./tarpit.ts";

export interface ConnectionOptions {
  readonly policy: Policy;
  readonly hooks: SmtpHooks;
  readonly record: SessionRecord;
  /** For STARTTLS, or for implicit TLS. */
  readonly secureContext: SecureContext | undefined;
  /** TLS from the first octet. */
  readonly implicitTls: boolean;
  /** Answers the connection in place of the hook: too many are open. */
  readonly refusal: Verdict;
  onClosed(connection: Connection): void;
}

/** Milliseconds that a client has to hang up once it was told to. */
const LINGER = 2000;

/** One socket and the session on it: back-pressure, hooks, faults, TLS, hanging up. */
export class Connection implements Bagged {
  place = 0;
  readonly record: SessionRecord;
  readonly #options: ConnectionOptions;
  readonly #session: Session;
  #socket: Socket;
  /** Why reading stands still: for a hook, a slow reader of replies, a TLS handshake. It may be more than one. */
  readonly #waits = new Set<"hook" | "drain" | "tls">();
  #idleFor = 0;
  /** The message that has begun and is not complete, and the milliseconds since then. */
  #message: number | undefined;
  #messageFor = 0;
  /** Command lines that had come when the clock of `#idleFor` began. */
  #lineCount = 0;
  /** Bytes of replies that are reserved until the client has read them. */
  #unsent = 0;
  #clientEnded = false;
  #dropInData = false;
  /** The last reply is on its way; what still comes is thrown away, for LINGER at most. */
  #isClosing = false;
  #tarpit: TarpitWriter | undefined;
  #reason = "client hung up";

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#options = options;
    this.record = options.record;
    this.#session = new Session(options.policy, options.record);
    this.#socket = options.implicitTls ? socket : withSharedReads(socket, this.#received);
    this.#socket.on("close", () => this.#closed());
    if (options.implicitTls) this.#secure(true);
    else {
      this.#listen(this.#socket);
      this.#run();
    }
  }

  #listen(socket: Socket): void {
    socket.on("end", () => this.#ended());
    // What ends the connection is told by `close`; a reset by the client is an ordinary end.
    socket.on("error", (error) => this.#failed(error));
  }

  /** The memory of `chunk` is used again as soon as this returns. */
  readonly #received = (chunk: Buffer): void => {
    if (this.#isClosing) return;
    if (this.#dropInData) return this.#drop();
    this.#session.receive(chunk);
    try {
      if (this.#waits.size === 0) this.#run();
    } finally {
      if (!this.#session.keepRest()) this.#outOfMemory();
    }
    this.#noteProgress();
  };

  /** A client that sends a command line octet by octet is as idle as one that sends nothing. */
  #noteProgress(): void {
    const { isReceivingData, lineCount } = this.#session;
    if (!isReceivingData && lineCount === this.#lineCount) return;
    this.#lineCount = lineCount;
    this.#idleFor = 0;
  }

  /** The client sends without reading the replies, and there is no memory left to keep what it sent, or what it was sent. */
  #outOfMemory(): void {
    this.#reason = "too little memory for what the client does not read";
    this.#socket.destroy();
  }

  /** Does what the session says until it waits for something; sends what it wrote in one go. */
  #run(): void {
    let step: Step | undefined;
    while ((step = this.#session.next()) !== undefined) {
      if (step.type === "ask") {
        if (!this.#ask(step.question)) break;
      } else if (step.type === "close") {
        this.#reason = step.reason;
        return this.#hangUp(step.atOnce);
      } else if (step.type === "upgrade") {
        this.#flush();
        return this.#secure(false);
      } else if (!this.#flush()) return;
    }
    if (this.#flush() && this.#clientEnded && this.#waits.size === 0) this.#socket.end();
  }

  /** Sends what there is to send; false where the client is too slow to read it, so that nothing more is done for now. */
  #flush(): boolean {
    const output = this.#session.takeOutput();
    if (output === "") return true;
    if (this.#tarpit !== undefined) {
      this.#wait("drain");
      this.#tarpit.write(output, () => this.#goOn("drain"));
      return false;
    }
    if (this.#socket.write(output, "latin1") || this.#waits.size > 0) return true;
    const { data } = this.#options.policy.budgets;
    const unsent = this.#socket.writableLength;
    if (data.reserve(unsent)) this.#unsent += unsent;
    else this.#outOfMemory();
    this.#wait("drain");
    this.#socket.once("drain", () => {
      this.#releaseUnsent();
      this.#goOn("drain");
    });
    return false;
  }

  #releaseUnsent(): void {
    this.#options.policy.budgets.data.release(this.#unsent);
    this.#unsent = 0;
  }

  #wait(what: "hook" | "drain" | "tls"): void {
    this.#waits.add(what);
    if (what !== "tls") this.#socket.pause();
  }

  #goOn(what: "hook" | "drain" | "tls"): void {
    if (!this.#waits.delete(what) || this.#waits.size > 0 || this.#socket.destroyed || this.#isClosing) return;
    this.#idleFor = 0;
    this.#run();
    this.#session.settle();
    if (this.#waits.size === 0) this.#socket.resume();
  }

  /** Puts a question to faults and hooks; true where it was answered at once. */
  #ask(question: Question): boolean {
    if (question.stage === "connect" && this.#options.refusal !== undefined) {
      this.#session.answer(this.#options.refusal);
      return true;
    }
    try {
      const place = new FaultPlace(question, this.#session, this.record);
      const fault = this.#options.hooks.onFault?.(question.stage, place);
      return fault === undefined ? this.#consult(question) : this.#play(fault, question);
    } catch (error) {
      this.#hookFailed(error);
      return true;
    }
  }

  #consult(question: Question): boolean {
    try {
      const answer = ask(this.#options.hooks, question, this.#session, this.record);
      if (isPromise(answer)) {
        this.#wait("hook");
        void this.#answerLater(answer);
        return false;
      }
      this.#session.answer(verdictOf(answer));
    } catch (error) {
      this.#hookFailed(error);
    }
    return true;
  }

  async #answerLater(answer: Promise<unknown>): Promise<void> {
    try {
      this.#session.answer(verdictOf(await answer));
    } catch (error) {
      this.#hookFailed(error);
    }
    this.#goOn("hook");
  }

  #hookFailed(error: unknown): void {
    this.#options.hooks.onError?.(error, this.record);
    this.#session.answer(FAILED);
  }

  /** Plays a scripted failure; true where the question was answered at once. */
  #play(fault: ScriptedFault, question: Question): boolean {
    // Read before anything is done: what is no reply throws.
    const verdict = verdictOf(fault.reply);
    this.#session.note("fault", describeFault(question.stage, fault));
    if (fault.tarpit !== undefined) this.#tarpit = new TarpitWriter(this.#socket, fault.tarpit);
    if (fault.delay === undefined || fault.delay === 0) return this.#conclude(fault, verdict, question);
    this.#wait("hook");
    const play = () => {
      if (!this.#socket.destroyed && this.#conclude(fault, verdict, question)) this.#goOn("hook");
    };
    setTimeout(play, fault.delay).unref();
    return false;
  }

  #conclude(fault: ScriptedFault, verdict: Verdict, question: Question): boolean {
    if (fault.drop === true) return this.#dropAt(question);
    if (verdict === undefined) return this.#consult(question);
    this.#session.answer(verdict);
    return true;
  }

  /** At DATA the client is told to go on, and is dropped once the message begins to come. */
  #dropAt(question: Question): boolean {
    if (question.stage === "data") {
      this.#session.answer();
      this.#dropInData = this.#session.isReceivingData && !this.#session.hasUnread;
      if (this.#dropInData) return true;
      this.#flush();
    }
    this.#drop();
    return false;
  }

  #drop(): void {
    this.#reason = "dropped by a scripted fault";
    this.#socket.destroy();
  }

  #hangUp(atOnce: boolean): void {
    this.#isClosing = true;
    this.#idleFor = 0;
    const sent = this.#flush();
    if (!sent && this.#tarpit !== undefined) return this.#tarpit.onceIdle(() => this.#socket.end());
    const plain = !(this.#socket instanceof TLSSocket);
    // All is with the kernel, which still delivers it: no need to wait, nor to be told that the client reset.
    if (atOnce && sent && plain && this.#socket.writableLength === 0) this.#socket.destroy();
    // Else the client may still be sending: to close now would reset the connection, and it might never see the reply.
    else this.#socket.end();
    return undefined;
  }

  /** Begins a TLS handshake on the socket (RFC 3207 §4). */
  #secure(implicit: boolean): void {
    const { secureContext } = this.#options;
    if (secureContext === undefined) return;
    this.#wait("tls");
    const plain = this.#socket;
    plain.removeAllListeners("data").removeAllListeners("end").removeAllListeners("error");
    const secure = new TLSSocket(plain, { isServer: true, secureContext });
    this.#socket = secure;
    secure.on("data", this.#received);
    this.#listen(secure);
    if (this.#tarpit !== undefined) this.#tarpit = this.#tarpit.over(secure);
    secure.once("secure", () => {
      const { name, version } = secure.getCipher();
      // Node's types leave it out: the name the client asked for, or false.
      const servername = "servername" in secure && typeof secure.servername === "string" ? secure.servername : null;
      this.#session.secured({ version: secure.getProtocol() ?? version, cipher: name, servername, implicit });
      this.#goOn("tls");
    });
  }

  #ended(): void {
    this.#clientEnded = true;
    if (this.#waits.size === 0) this.#socket.end();
    else if (this.#waits.has("tls")) this.#socket.destroy();
  }

  #failed(error: Error): void {
    if (this.#waits.has("tls")) {
      this.#reason = "TLS handshake failed";
      this.#session.tlsFailed(error.message);
    }
    this.#socket.destroy();
  }

  /** Called now and then by the server: `elapsed` milliseconds went by since the last time. */
  sweep(elapsed: number): void {
    // LINGER begins with the last octet that is said.
    const isSpeaking = this.#isClosing && this.#tarpit?.isBusy === true;
    this.#idleFor = isSpeaking ? 0 : this.#idleFor + elapsed;
    const message = this.#session.messageInProgress;
    this.#messageFor = message !== undefined && message === this.#message ? this.#messageFor + elapsed : 0;
    this.#message = message;
    const { idleTimeout, dataTimeout } = this.#options.policy.limits;
    if (this.#isClosing && this.#idleFor >= LINGER) this.#socket.destroy();
    if (this.#waits.has("hook") || this.#isClosing) return;
    const isLate = this.#messageFor >= MESSAGE_TIMEOUTS * dataTimeout;
    if (!isLate && this.#idleFor < (this.#session.isReceivingData ? dataTimeout : idleTimeout)) return;
    if (this.#waits.size === 0) {
      this.#session.timedOut();
      return this.#run();
    }
    this.#reason = "timed out";
    this.#socket.destroy();
  }

  /** Hangs up at once. */
  destroy(): void {
    this.#reason = "server was closed";
    this.#socket.destroy();
  }

  #closed(): void {
    this.#releaseUnsent();
    this.#session.closed(this.#reason, Date.now());
    this.#options.onClosed(this);
  }
}
