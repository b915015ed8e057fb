import type { BinaryString } from "./bytes/octets.ts";
import type { DecisionRequest, SessionStep } from "./decision.ts";
import type { Extension } from "./grammar/extension.ts";
import { isOffered, type Policy } from "./policy.ts";
import type { WireFindingList } from "./record/finding.ts";
import type { SessionRecord } from "./record/session-record.ts";
import type { TranscriptLine } from "./record/transcript.ts";
import { strictRefusal, type WireFindingCode } from "./record/wire-findings.ts";
import { REPLIES } from "./replies.ts";
import { encodeReply, type Reply } from "./reply.ts";

/** More output than this is sent before the next command is read. */
const MAX_BUFFERED_OUTPUT_BYTES = 64 * 1024;

/** What is said on both sides of a session: replies that wait to be sent, the question that waits, transcript, findings. */
export class SessionOutput {
  readonly policy: Policy;
  readonly record: SessionRecord;
  readonly #openedAtMs: number;
  #elapsedMs: number;
  #buffer: BinaryString = "";
  #errorCount = 0;
  /** What the host is to decide; the session stands still until it did. */
  pendingDecision: DecisionRequest | undefined;
  /** What the host is to do next. */
  step: SessionStep | undefined;
  /** True once nothing more is read: the session is over, or waits for the TLS handshake. */
  isStopped = false;
  /** Whether replies carry enhanced codes (RFC 2034): from the start, but not to a client that said HELO. */
  usesEnhancedCodes: boolean;

  constructor(policy: Policy, record: SessionRecord) {
    this.record = record;
    this.policy = policy;
    this.#openedAtMs = policy.now();
    this.#elapsedMs = 0;
    this.usesEnhancedCodes = !policy.hiddenExtensions.has("ENHANCEDSTATUSCODES");
  }

  /** Reads the clock: what follows happens now. */
  updateClock(): void {
    this.#elapsedMs = this.policy.now() - this.#openedAtMs;
  }

  /** Queues a reply. */
  reply(reply: Reply, usesEnhancedCodes = this.usesEnhancedCodes): void {
    const wire = encodeReply(reply, usesEnhancedCodes);
    this.#buffer += wire;
    this.record.countReply(reply.code, wire);
    const lines = typeof reply.text === "string" ? 1 : reply.text.length;
    this.record.transcript.add("server", wire, wire.length, this.#elapsedMs, lines);
  }

  /** Refuses something that breaks the protocol. Such errors are counted: one too many ends the session. */
  refuse(reply: Reply): void {
    this.reply(reply);
    this.#errorCount += 1;
    if (this.#errorCount >= this.policy.limits.errors) this.replyAndClose(REPLIES.tooManyErrors, "too many errors");
  }

  /** Says a last reply; then the host closes. */
  replyAndClose(reply: Reply, reason: string, immediately = false): void {
    this.reply(reply);
    this.stopReading({ type: "close", reason, immediately });
  }

  /** Reads no further: the host has something to do first. */
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

  recordLine(line: BinaryString, bytes: number): void {
    this.record.transcript.add("client", line, bytes, this.#elapsedMs);
  }

  recordEvent(kind: TranscriptLine["kind"], text: BinaryString, bytes = 0): void {
    this.record.transcript.add(kind, text, bytes, this.#elapsedMs);
  }

  /** Adds a finding to the session, and to the message it concerns. Gives the refusal that a strict server sends. */
  addFinding(code: WireFindingCode, detail: string, message?: WireFindingList): Reply | undefined {
    const line = this.record.transcript.lineCount;
    this.record.addFinding(code, line === 0 ? { in: "session" } : { in: "transcript", line }, detail);
    message?.add(code, { in: "transcript", line }, detail);
    return this.policy.strict ? strictRefusal(code) : undefined;
  }

  get isFull(): boolean {
    return this.#buffer.length > MAX_BUFFERED_OUTPUT_BYTES;
  }

  /** The octets to send, which are forgotten here. */
  drain(): BinaryString {
    const out = this.#buffer;
    this.#buffer = "";
    return out;
  }
}
