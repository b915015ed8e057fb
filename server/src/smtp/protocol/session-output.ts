import type { BinaryString } from "./bytes/octets.ts";
import type { DecisionRequest, SessionStep } from "./decision.ts";
import type { Extension } from "./grammar/extension.ts";
import { isOffered, type Policy } from "./policy.ts";
import { type FindingOverrides, locateLine, type WireFindingList } from "./record/finding.ts";
import type { SessionRecord } from "./record/session-record.ts";
import type { TranscriptLine } from "./record/transcript.ts";
import { strictRefusal, type WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import { encodeReply, type Reply } from "./reply.ts";

/** If more output than this is buffered, it is sent before the next command is read. */
const MAX_BUFFERED_OUTPUT_BYTES = 64 * 1024;

/** Where a finding is, and what it has instead of the values of its definition. */
interface FindingOptions extends FindingOverrides {
  /** Transcript line; by default the newest. */
  readonly line?: number | undefined;
}

/** What a session produces: buffered replies, the pending decision or step, transcript lines and findings. */
export class SessionOutput {
  readonly policy: Policy;
  readonly record: SessionRecord;
  readonly #openedAtMs: number;
  #elapsedMs: number;
  #buffer: BinaryString = "";
  #errorCount = 0;
  /** The decision that the host has to make. The session reads nothing until then. */
  pendingDecision: DecisionRequest | undefined;
  /** What the host has to do next. */
  step: SessionStep | undefined;
  /** True if nothing more is read: the session is over, or waits for the TLS handshake. */
  isStopped = false;
  /** Whether replies have enhanced codes (RFC 2034). True from the start, false after HELO. */
  usesEnhancedCodes: boolean;

  constructor(policy: Policy, record: SessionRecord) {
    this.record = record;
    this.policy = policy;
    this.#openedAtMs = policy.now();
    this.#elapsedMs = 0;
    this.usesEnhancedCodes = !policy.hiddenExtensions.has("ENHANCEDSTATUSCODES");
  }

  /**
   * Reads the clock. Transcript lines have the time of the last call. The time since the call before is counted for the side
   * that was waited for. Returns it if that was the client, else 0, in milliseconds.
   */
  updateClock(): number {
    const elapsedMs = this.policy.now() - this.#openedAtMs;
    const passedMs = elapsedMs - this.#elapsedMs;
    this.#elapsedMs = elapsedMs;
    if (this.pendingDecision === undefined) {
      this.record.clientMs += passedMs;
      return passedMs;
    }
    this.record.serverMs += passedMs;
    return 0;
  }

  /** Queues a reply, and records it. */
  reply(reply: Reply, usesEnhancedCodes = this.usesEnhancedCodes): void {
    const wire = encodeReply(reply, usesEnhancedCodes);
    this.#buffer += wire;
    this.record.countReply(reply.code, wire);
    const lines = typeof reply.text === "string" ? 1 : reply.text.length;
    this.record.transcript.add("server", wire, wire.length, this.#elapsedMs, lines);
  }

  /** Queues a refusal and counts it as a protocol error. Reaching the limit of errors ends the session with 421. */
  refuse(reply: Reply): void {
    this.reply(reply);
    this.#errorCount += 1;
    if (this.#errorCount >= this.policy.limits.errors) this.replyAndClose(REPLIES.tooManyErrors, "too many errors");
  }

  /** Queues a last reply, then tells the host to close. */
  replyAndClose(reply: Reply, reason: string, immediately = false): void {
    this.reply(reply);
    this.stopReading({ type: "close", reason, immediately });
  }

  /** Stops reading until the host has performed `step`. */
  stopReading(step: SessionStep): void {
    this.isStopped = true;
    this.step = step;
  }

  requestDecision(pendingDecision: DecisionRequest): void {
    this.pendingDecision = pendingDecision;
  }

  /** Whether the client may use `extension` now. */
  offers(extension: Extension): boolean {
    return isOffered(this.policy, extension, this.record.tls !== null);
  }

  /** Records a line of the client. `isPipelined`: it arrived before the reply to the line before it. */
  recordLine(line: BinaryString, bytes: number, isPipelined: boolean): void {
    this.record.hasClientInput = true;
    this.record.transcript.add("client", line, bytes, this.#elapsedMs, 1, isPipelined);
  }

  recordEvent(kind: TranscriptLine["kind"], text: BinaryString, bytes = 0): void {
    this.record.transcript.add(kind, text, bytes, this.#elapsedMs);
  }

  /** Adds a finding to the session, and to `message` if given. Returns the refusal that strict mode requires, if any. */
  addFinding(
    code: WireFindingCode,
    detail: string,
    message?: WireFindingList,
    options: FindingOptions = {},
  ): Reply | undefined {
    const line = options.line ?? this.record.transcript.lineCount;
    this.record.addFinding(code, locateLine(line), detail, options);
    message?.add(code, { in: "transcript", line }, detail, options);
    return strictRefusal(code, this.policy.strict);
  }

  get isFull(): boolean {
    return this.#buffer.length > MAX_BUFFERED_OUTPUT_BYTES;
  }

  /** Returns the bytes to send, and clears the buffer. */
  drain(): BinaryString {
    const out = this.#buffer;
    this.#buffer = "";
    return out;
  }
}
