import { Account, type Budget, UNLIMITED } from "../budget.ts";
import type { AuthState, Greeting, ListenerKind, Peer, TlsState } from "../envelope.ts";
import {
  type Finding,
  type FindingCounts,
  type FindingLocation,
  type FindingOverrides,
  type HookFinding,
  locateLine,
  WireFindingList,
} from "./finding.ts";
import type { InterruptedData } from "./interrupted-data.ts";
import { SESSION_FINDINGS } from "./session-findings.ts";
import { Transcript, type TranscriptLine } from "./transcript.ts";
import type { WireFindingCode } from "./wire-findings.ts";

/** The state of a session at one moment; matches `SessionSummary` of the HTTP API. */
export interface SessionSummary {
  id: string;
  openedAt: string;
  closedAt: string | null;
  listener: ListenerKind;
  peer: Peer;
  helo: string;
  tls: TlsState | null;
  auth: AuthState | null;
  messages: number;
  messageIds: string[];
  refusals: number;
  failed: boolean;
  lastReply: string;
  lastRefusal: string;
  /** The finding that best explains what went wrong; null if there is none. */
  mainFinding: MainFinding | null;
  findingCounts: FindingCounts;
}

export type MainFinding = Pick<Finding, "code" | "severity" | "text">;

export interface SessionDetails extends SessionSummary {
  transcript: TranscriptLine[];
  dropped: number;
  findings: Finding[];
  /** Milliseconds in which the server waited for the client. */
  clientMs: number;
  /** Milliseconds in which the client waited for a decision of the server. */
  serverMs: number;
  /** What was received of a message whose transfer was interrupted, as UTF-8; null if there was none. */
  interrupted: { size: number; head: string; tail: string } | null;
}

export interface SessionRecordOptions {
  readonly id: string;
  /** Sequence number within the server. */
  readonly number: number;
  readonly listener: ListenerKind;
  readonly peer: Peer;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly transcriptLines: number;
  /** Limits the memory of transcripts and findings. Default: unlimited. */
  readonly budget?: Budget;
}

/** Estimated heap bytes of a record without its transcript, of a finding, and of a message id. */
const RECORD_BYTES = 1000;
const FINDING_BYTES = 600;
const MESSAGE_ID_BYTES = 60;
/** Estimated heap bytes of one more place of a finding. */
const PLACE_BYTES = 60;

const MAX_MESSAGE_IDS = 100;

const takeFirstLine = (reply: string): string => reply.split("\r\n", 1)[0] ?? "";

/** The record of a session, open or closed. It references neither the socket nor the state machine. */
export class SessionRecord {
  readonly id: string;
  readonly number: number;
  readonly listener: ListenerKind;
  readonly peer: Peer;
  readonly openedAt: number;
  closedAt: number | null = null;
  greeting: Greeting | null = null;
  helo = "";
  tls: TlsState | null = null;
  auth: AuthState | null = null;
  /** Milliseconds in which the server waited for the client. */
  clientMs = 0;
  /** Milliseconds in which the client waited for a decision of the server. */
  serverMs = 0;
  /** The client sent something. */
  hasClientInput = false;
  /** A scripted fault hit the session. */
  hasFault = false;
  #interrupted: InterruptedData | undefined;
  #sessionFindings: readonly Finding[] | undefined;
  readonly transcript: Transcript;
  readonly #account: Account;
  readonly findings = new WireFindingList();
  #messageCount = 0;
  #messageIds: string[] | undefined;
  #refusalCount = 0;
  #wasLastRefused = false;
  #lastReply = "";
  #lastRefusal = "";

  constructor(options: SessionRecordOptions) {
    this.id = options.id;
    this.number = options.number;
    this.listener = options.listener;
    this.peer = options.peer;
    this.openedAt = options.openedAt;
    this.#account = new Account(options.budget ?? UNLIMITED);
    this.#account.charge(RECORD_BYTES);
    this.transcript = new Transcript(options.transcriptLines, this.#account);
  }

  /** Estimated heap bytes of the record, as reserved in its budget. */
  get heapBytes(): number {
    return this.#account.reserved;
  }

  /** Whether it sent a refusal. */
  get hasRefusal(): boolean {
    return this.#refusalCount > 0;
  }

  /** Whether it sent a refusal, or is over without a message. A client that only connected, as probes do, is no failure. */
  get isRefusedOrFailed(): boolean {
    if (this.hasRefusal) return true;
    return this.closedAt !== null && this.#messageCount === 0 && (this.helo !== "" || this.findings.size > 0);
  }

  /** Sets the authenticated user. */
  setAuth(auth: AuthState | null): void {
    this.auth = auth;
    if (auth !== null) this.#account.charge(auth.user.length);
  }

  /** Adds a finding. It is kept even if the budget is exhausted, because the number of codes is small. */
  addFinding(code: WireFindingCode, where: FindingLocation, seen: string, overrides?: FindingOverrides): void {
    const { size, placeCount } = this.findings;
    this.findings.add(code, where, seen, overrides);
    this.#chargeFindings(size, placeCount);
  }

  /** Adds the finding for which a hook refuses the message that was just received. */
  addFindingOfHook(finding: HookFinding): void {
    const { size, placeCount } = this.findings;
    this.findings.addOfHook(finding, locateLine(this.transcript.lineCount));
    this.#chargeFindings(size, placeCount);
  }

  /** Charges the findings that were added since there were `size` codes and `placeCount` places. */
  #chargeFindings(size: number, placeCount: number): void {
    this.#sessionFindings = undefined;
    if (this.findings.size > size) this.#account.charge(FINDING_BYTES);
    else if (this.findings.placeCount > placeCount) this.#account.charge(PLACE_BYTES);
  }

  /** The findings so far that concern the whole session, and so each of its messages. The list is shared: do not change it. */
  get sessionFindings(): readonly Finding[] {
    this.#sessionFindings ??= this.findings.toArray(SESSION_FINDINGS);
    return this.#sessionFindings;
  }

  /** Keeps what was received of a message, if there is memory for it. */
  keepInterruptedData(data: InterruptedData): void {
    if (this.#account.charge(data.head.length + data.tail.length)) this.#interrupted = data;
  }

  /** Bytes that are kept of an interrupted message. */
  get interruptedBytes(): number {
    return this.#interrupted === undefined ? 0 : this.#interrupted.head.length + this.#interrupted.tail.length;
  }

  /** Drops what is kept of an interrupted message. Its memory stays reserved until the record is dropped. */
  dropInterruptedData(): void {
    this.#account.refund(this.interruptedBytes);
    this.#interrupted = undefined;
  }

  /** Records a reply that was sent. */
  countReply(code: number, octets: string): void {
    this.#lastReply = octets;
    if (code < 400) return;
    // If a pipelined RCPT is refused, DATA gets 503. The refusal of RCPT is the one that explains the failure.
    if (code !== 503 || this.#lastRefusal === "") this.#lastRefusal = octets;
    this.#refusalCount += 1;
    this.#wasLastRefused = true;
  }

  /** Whether a message was accepted. */
  get hasDelivered(): boolean {
    return this.#messageCount > 0;
  }

  /** Counts a message that was accepted. */
  countAcceptedMessage(): void {
    this.#messageCount += 1;
    this.#wasLastRefused = false;
  }

  /** Records the id under which a message of this session was stored. */
  addMessageId(messageId: string): void {
    this.#messageIds ??= [];
    this.#messageIds.push(messageId);
    if (this.#messageCount < 2 * MAX_MESSAGE_IDS) this.#account.charge(MESSAGE_ID_BYTES);
    // Dropped in batches: dropping one at a time would copy the list for each message.
    if (this.#messageIds.length > 2 * MAX_MESSAGE_IDS) this.#messageIds = this.#messageIds.slice(-MAX_MESSAGE_IDS);
  }

  /** Whether it is over and delivered nothing, or ended with a refusal. A client that only connected, as probes do, is no failure. */
  get failed(): boolean {
    if (this.closedAt === null) return false;
    if (this.#messageCount > 0) return this.#wasLastRefused;
    return this.hasClientInput || this.hasFault || this.#refusalCount > 0 || this.findings.size > 0;
  }

  summary(): SessionSummary {
    return {
      id: this.id,
      openedAt: new Date(this.openedAt).toISOString(),
      closedAt: this.closedAt === null ? null : new Date(this.closedAt).toISOString(),
      listener: this.listener,
      peer: this.peer,
      helo: this.helo,
      tls: this.tls,
      auth: this.auth,
      messages: this.#messageCount,
      messageIds: this.#messageIds?.slice(-MAX_MESSAGE_IDS) ?? [],
      refusals: this.#refusalCount,
      failed: this.failed,
      lastReply: takeFirstLine(this.#lastReply),
      lastRefusal: takeFirstLine(this.#lastRefusal),
      mainFinding: this.findings.mainFinding(),
      findingCounts: this.findings.countBySeverity(),
    };
  }

  details(): SessionDetails {
    return {
      ...this.summary(),
      transcript: this.transcript.lines(),
      dropped: this.transcript.dropped,
      findings: [...this.findings.toArray()],
      clientMs: Math.round(this.clientMs * 1000) / 1000,
      serverMs: Math.round(this.serverMs * 1000) / 1000,
      interrupted: this.#interrupted === undefined ? null : decodeInterruptedData(this.#interrupted),
    };
  }
}

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

function decodeInterruptedData({ size, head, tail }: InterruptedData): SessionDetails["interrupted"] {
  return { size, head: decoder.decode(head), tail: decoder.decode(tail) };
}
