import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import { classifyTlsFailure } from "./classify-tls-failure.ts";
import { type DecisionHost, DecisionMaker } from "./decision-maker.ts";
import type { SmtpHooks } from "./hooks.ts";
import { IdleClock } from "./idle-clock.ts";
import type { Decision, SessionStep } from "./protocol/decision.ts";
import type { Policy } from "./protocol/policy.ts";
import type { SessionRecord } from "./protocol/record/session-record.ts";
import { Session } from "./protocol/session.ts";
import { adoptWithSharedReadBuffer } from "./shared-read-buffer.ts";
import { TarpitWriter } from "./tarpit-writer.ts";
import type { TurnQueue } from "./turn-queue.ts";

/*
 * Theory of operation
 *
 * A connection performs the I/O of one `Session` (protocol/session.ts). It reads from the socket, executes the session's steps,
 * and sends its output.
 *
 *   socket data ── session.receive ── #runSteps ──┬─ decide    decision-maker.ts: fault, then hook
 *                                      ▲          ├─ startTls  #startTls, continues at `secure`
 *                                      │          ├─ flush     #flush
 *                    #resumeFrom ──────┘          └─ close     #close
 *
 * Pauses. While `#pauseReasons` is not empty, no step is executed and the socket is not read. The code that adds a reason removes it:
 *
 *   reason   added                                        removed
 *   hook     a hook returns a promise, a fault has delay   when the promise settles, the delay is over
 *   drain    the client does not read its replies          at the socket's `drain`, or when the tarpit has sent everything
 *   tls      the handshake begins                          at `secure`; a failed handshake closes the connection
 *   turn     the time slice is used up                     when the TurnQueue calls back
 *
 * Bytes that the socket delivers during a pause are queued by the session, and counted in `budgets.data`.
 *
 * Closing. A `close` step sends the last reply, then ends the socket (half-close) and discards input, so that the client can read
 * the reply before a reset; after LINGER_MS the socket is destroyed. A refused connection is destroyed at once. All ways to close
 * lead to `#onSocketClosed`, which closes the record and reports to the server exactly once.
 *
 * Invariants
 *   - A chunk is in the shared read buffer: after `#onData` returns, the session has copied what it did not read.
 *   - All reserved memory is released when the socket closes.
 *   - Clients cannot block the event loop for longer than the slice of a turn (turn-queue.ts) plus STEPS_PER_CHECK steps at a time.
 */

export interface ConnectionOptions {
  readonly policy: Policy;
  readonly hooks: SmtpHooks;
  readonly record: SessionRecord;
  /** For STARTTLS, or for implicit TLS. */
  readonly secureContext: SecureContext | undefined;
  /** TLS from the first byte (RFC 8314 §3.3). */
  readonly implicitTls: boolean;
  /** The decision on the connection, in place of hooks: too many are open. */
  readonly refusal: Decision;
  /** Shared by all connections of the server. */
  readonly turns: TurnQueue;
  onClose(connection: Connection): void;
}

/** How long a client may keep the connection open after the last reply, in milliseconds. */
const LINGER_MS = 2000;

/** Steps between two readings of the clock. Together they take less than a millisecond. */
const STEPS_PER_CHECK = 64;
/** Bytes between two readings of the clock: they may take a millisecond, and libuv delivers megabytes in one turn. */
const BYTES_PER_CHECK = 32 * 1024;

/** Why a connection is paused; see the table above. */
type PauseReason = "hook" | "drain" | "tls" | "turn";

/** A client that says nothing on a TLS port for this long expects a greeting in plaintext, in milliseconds. */
const SILENT_CLIENT_MS = 500;

const CLIENT_CLOSE_REASONS: ReadonlySet<string> = new Set(["client hung up", "timed out"]);

interface Handshake {
  /** The socket below TLS. */
  readonly plain: Socket;
  /** Bytes received before the handshake. */
  readonly bytesBefore: number;
  /** Bytes sent before the handshake. */
  readonly writtenBefore: number;
  /** Of the monotonic clock, in milliseconds. */
  readonly startedAt: number;
  readonly implicit: boolean;
}

const isHangup = (error: NodeJS.ErrnoException): boolean => error.code === "ECONNRESET" || error.code === "EPIPE";

/** A socket and its session: back-pressure, time slices, TLS, closing. */
export class Connection {
  readonly record: SessionRecord;
  readonly #options: ConnectionOptions;
  readonly #session: Session;
  #socket: Socket;
  readonly #pauseReasons = new Set<PauseReason>();
  readonly #decisions: DecisionMaker;
  readonly #idleClock = new IdleClock();
  /** Bytes of unsent replies that are reserved in `budgets.data`. */
  #unsentBytes = 0;
  /** Bytes received since the clock was last read. */
  #uncheckedBytes = 0;
  #clientEnded = false;
  #dropsNextData = false;
  /** The last reply was queued. Input is discarded, for at most LINGER_MS. */
  #isClosing = false;
  #tarpit: TarpitWriter | undefined;
  #closeReason = "client hung up";
  /** Set from the beginning of a TLS handshake to its end. */
  #handshake: Handshake | undefined;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#options = options;
    this.record = options.record;
    this.#session = new Session(options.policy, options.record);
    this.#decisions = new DecisionMaker({ ...options, session: this.#session }, this.#createDecisionHost());
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
    // `close` reports the end. A reset by the client is not an error.
    socket.on("error", (error) => this.#onSocketError(error));
  }

  /** `chunk` is in the shared read buffer, which is overwritten after this returns. */
  readonly #onData = (chunk: Buffer): void => {
    if (this.#isClosing) return;
    if (this.#dropsNextData) return this.#dropConnection();
    this.#session.receive(chunk);
    try {
      if (this.#pauseReasons.size === 0) this.#runSteps();
    } finally {
      if (!this.#session.copyUnread()) this.#closeOutOfMemory();
    }
    this.#uncheckedBytes += chunk.length;
    if (this.#uncheckedBytes >= BYTES_PER_CHECK && this.#canRead && this.#isSliceOver()) this.#continueInLaterTurn();
    this.#idleClock.resetOnProgress(this.#session);
  };

  /** The budget for unread input and unsent replies is exhausted, because the client does not read its replies. */
  #closeOutOfMemory(): void {
    this.#closeReason = "out of memory: the client does not read its replies";
    this.#socket.destroy();
  }

  /** Executes steps until the session waits or its time slice is used up. Sends all output in one write. */
  #runSteps(): void {
    let step: SessionStep | undefined;
    let stepCount = 0;
    while ((step = this.#session.nextStep()) !== undefined) {
      if (step.type === "decide") {
        if (!this.#decisions.decide(step.request)) break;
      } else if (step.type === "close") {
        this.#closeReason = step.reason;
        return this.#close(step.immediately);
      } else if (step.type === "startTls") {
        this.#flush();
        return this.#startTls(false);
      } else if (step.type === "flush" && !this.#flush()) return;
      if (++stepCount % STEPS_PER_CHECK !== 0 && step.type !== "yield") continue;
      if (this.#isSliceOver()) return this.#continueInLaterTurn();
    }
    if (this.#flush() && this.#clientEnded && this.#pauseReasons.size === 0) this.#socket.end();
  }

  get #canRead(): boolean {
    return this.#pauseReasons.size === 0 && !this.#isClosing && !this.#socket.destroyed;
  }

  #isSliceOver(): boolean {
    this.#uncheckedBytes = 0;
    const now = performance.now();
    return now >= this.#options.turns.endOfSlice(now);
  }

  #continueInLaterTurn(): void {
    this.#flush();
    this.#pauseFor("turn");
    this.#options.turns.add(() => this.#resumeFrom("turn"));
  }

  /** Sends the output. Returns false if the client does not read fast enough: then the connection is paused. */
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
    if (data.reserve(unsent)) this.#unsentBytes += unsent;
    else this.#closeOutOfMemory();
    this.#pauseFor("drain");
    this.#socket.once("drain", () => {
      this.#releaseUnsent();
      this.#resumeFrom("drain");
    });
    return false;
  }

  #releaseUnsent(): void {
    this.#options.policy.budgets.data.release(this.#unsentBytes);
    this.#unsentBytes = 0;
  }

  #pauseFor(reason: PauseReason): void {
    this.#pauseReasons.add(reason);
    if (reason !== "tls") this.#socket.pause();
  }

  #resumeFrom(reason: PauseReason): void {
    if (!this.#pauseReasons.delete(reason) || this.#pauseReasons.size > 0 || this.#socket.destroyed || this.#isClosing)
      return;
    this.#idleClock.reset();
    this.#runSteps();
    this.#session.reserveUnreadInput();
    if (this.#pauseReasons.size === 0) this.#socket.resume();
  }

  #createDecisionHost(): DecisionHost {
    return {
      isClosed: () => this.#socket.destroyed,
      pauseForHook: () => this.#pauseFor("hook"),
      resumeAfterHook: () => this.#resumeFrom("hook"),
      startTarpit: (delayMs) => void (this.#tarpit = new TarpitWriter(this.#socket, delayMs)),
      flush: () => void this.#flush(),
      drop: () => this.#dropConnection(),
      dropOnNextData: () => void (this.#dropsNextData = true),
    };
  }

  #dropConnection(): void {
    this.#closeReason = "dropped by a scripted fault";
    this.#socket.destroy();
  }

  #close(immediately: boolean): void {
    this.#isClosing = true;
    this.#idleClock.reset();
    const isFlushed = this.#flush();
    if (!isFlushed && this.#tarpit !== undefined) return this.#tarpit.callWhenDone(() => this.#socket.end());
    const isPlaintext = !(this.#socket instanceof TLSSocket);
    // A connection over the limit frees its file descriptor at once. Without free descriptors, others would be closed without
    // a reply.
    const closesNow = immediately || this.#options.refusal !== undefined;
    // The kernel has all output, and delivers it after the socket is closed.
    if (closesNow && isFlushed && isPlaintext && this.#socket.writableLength === 0) this.#socket.destroy();
    // Otherwise the client may still be sending. Closing now would reset the connection, and it might not see the reply.
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
    this.#handshake = {
      plain,
      bytesBefore: plain.bytesRead,
      writtenBefore: plain.bytesWritten,
      startedAt: performance.now(),
      implicit,
    };
    const secure = new TLSSocket(plain, { isServer: true, secureContext });
    this.#socket = secure;
    secure.on("data", this.#onData);
    this.#addSocketListeners(secure);
    if (this.#tarpit !== undefined) this.#tarpit = this.#tarpit.withSocket(secure);
    secure.once("secure", () => {
      this.#handshake = undefined;
      const { name, version } = secure.getCipher();
      // The name that the client requested, or false. Missing in Node's types.
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

  /** The connection closed while a TLS handshake was expected. A client that only connected, as probes do, is no failure. */
  #explainMissingHandshake(): void {
    const handshake = this.#handshake;
    if (handshake === undefined || !CLIENT_CLOSE_REASONS.has(this.#closeReason)) return;
    const received = handshake.plain.bytesRead - handshake.bytesBefore;
    const waitedMs = performance.now() - handshake.startedAt;
    if (received > 0 && handshake.plain.bytesWritten > handshake.writtenBefore) {
      // Node.js checks the certificate after the handshake, and sends no alert.
      const reason =
        "the client disconnected after seeing the certificate, as Node.js does with one that it does not trust";
      this.#session.onTlsFailure({ code: "tls-certificate-refused", reason });
    } else if (received > 0 || !handshake.implicit) {
      this.#session.onTlsFailure({
        code: "tls-handshake-failed",
        reason: "the client closed the connection before its end",
      });
    } else if (waitedMs >= SILENT_CLIENT_MS) {
      const reason = "the client sent nothing, as if waiting for the greeting of a plaintext port";
      this.#session.onTlsFailure({ code: "plain-text-on-tls-port", reason });
    }
  }

  #onSocketError(error: Error): void {
    if (this.#pauseReasons.has("tls") && this.#handshake !== undefined && !isHangup(error)) {
      this.#handshake = undefined;
      this.#closeReason = "TLS handshake failed";
      this.#session.onTlsFailure(classifyTlsFailure(error));
    }
    this.#socket.destroy();
  }

  /** Called periodically by the server. `elapsedMs`: milliseconds since the last call. */
  checkTimeouts(elapsedMs: number): void {
    this.#idleClock.advance(elapsedMs, this.#session);
    if (this.#isClosing) return this.#checkLinger();
    if (this.#pauseReasons.has("hook")) return;
    if (!this.#idleClock.isTimedOut(this.#session, this.#options.policy.limits)) return;
    if (this.#pauseReasons.size === 0) {
      this.#session.onTimeout();
      return this.#runSteps();
    }
    this.#closeReason = "timed out";
    this.#socket.destroy();
  }

  /** LINGER_MS begins when the tarpit has sent the last byte. */
  #checkLinger(): void {
    if (this.#tarpit?.isSending === true) this.#idleClock.reset();
    else if (this.#idleClock.idleMs >= LINGER_MS) this.#socket.destroy();
  }

  /** Closes the connection immediately. */
  destroy(): void {
    this.#closeReason = "server was closed";
    this.#socket.destroy();
  }

  #onSocketClosed(): void {
    this.#releaseUnsent();
    this.#explainMissingHandshake();
    this.#session.onClose(this.#closeReason, Date.now());
    this.#options.onClose(this);
  }
}
