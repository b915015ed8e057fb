import type { Extension } from "./extension.ts";
import type { FindingList } from "./finding.ts";
import { type FindingCode, strictReply } from "./findings.ts";
import type { BinaryString } from "./octets.ts";
import { offers, type Policy } from "./policy.ts";
import type { Question, Step } from "./question.ts";
import type { SessionRecord } from "./record.ts";
import { REPLIES } from "./replies.ts";
import { type Reply, wireOf } from "./reply.ts";
import type { TranscriptLine } from "./transcript.ts";

/** More output than this is sent before the next command is read. */
const MUCH = 64 * 1024;

/** What is said on both sides of a session: replies that wait to be sent, the question that waits, transcript, findings. */
export class Dialogue {
  readonly policy: Policy;
  readonly record: SessionRecord;
  readonly #openedAt: number;
  #now: number;
  #out: BinaryString = "";
  #errors = 0;
  /** What the host is to decide; the session stands still until it did. */
  question: Question | undefined;
  /** What the host is to do next. */
  step: Step | undefined;
  /** True once nothing more is read: the session is over, or waits for the TLS handshake. */
  stopped = false;
  /** Whether replies carry enhanced codes (RFC 2034): from the start, but not to a client that said HELO. */
  enhanced: boolean;

  constructor(policy: Policy, record: SessionRecord) {
    this.record = record;
    this.policy = policy;
    this.#openedAt = policy.now();
    this.#now = 0;
    this.enhanced = !policy.hidden.has("ENHANCEDSTATUSCODES");
  }

  /** Reads the clock: what follows happens now. */
  tick(): void {
    this.#now = this.policy.now() - this.#openedAt;
  }

  /** Queues a reply. */
  say(reply: Reply, enhanced = this.enhanced): void {
    const octets = wireOf(reply, enhanced);
    this.#out += octets;
    this.record.replied(reply.code, octets);
    const lines = typeof reply.text === "string" ? 1 : reply.text.length;
    this.record.transcript.add("server", octets, octets.length, this.#now, lines);
  }

  /** Refuses something that breaks the protocol. Such errors are counted: one too many ends the session. */
  refuse(reply: Reply): void {
    this.say(reply);
    this.#errors += 1;
    if (this.#errors >= this.policy.limits.errors) this.hangUp(REPLIES.tooManyErrors, "too many errors");
  }

  /** Says a last reply; then the host closes. */
  hangUp(reply: Reply, reason: string, atOnce = false): void {
    this.say(reply);
    this.stop({ type: "close", reason, atOnce });
  }

  /** Reads no further: the host has something to do first. */
  stop(step: Step): void {
    this.stopped = true;
    this.step = step;
  }

  ask(question: Question): void {
    this.question = question;
  }

  /** Whether the client may use `extension` now. */
  offers(extension: Extension): boolean {
    return offers(this.policy, extension, this.record.tls !== null);
  }

  heard(line: BinaryString, bytes: number): void {
    this.record.transcript.add("client", line, bytes, this.#now);
  }

  note(kind: TranscriptLine["kind"], text: BinaryString, bytes = 0): void {
    this.record.transcript.add(kind, text, bytes, this.#now);
  }

  /** Adds a finding to the session, and to the message it concerns. Gives the refusal that a strict server sends. */
  remark(code: FindingCode, seen: string, message?: FindingList): Reply | undefined {
    const line = this.record.transcript.count;
    this.record.addFinding(code, line === 0 ? { in: "session" } : { in: "transcript", line }, seen);
    message?.add(code, { in: "transcript", line }, seen);
    return this.policy.strict ? strictReply(code) : undefined;
  }

  get isFull(): boolean {
    return this.#out.length > MUCH;
  }

  /** The octets to send, which are forgotten here. */
  takeOutput(): BinaryString {
    const out = this.#out;
    this.#out = "";
    return out;
  }
}
