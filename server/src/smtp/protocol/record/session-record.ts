import { Account, type Budget, UNLIMITED } from "../budget.ts";
import type { AuthState, Greeting, ListenerKind, Peer, TlsState } from "../envelope.ts";
import { type Finding, type FindingCounts, type FindingLocation, WireFindingList } from "./finding.ts";
import { Transcript, type TranscriptLine } from "./transcript.ts";
import type { WireFindingCode } from "./wire-findings.ts";

/** What a session looked like at a moment; the shape of the project's `SessionSummary`. */
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
  findingCounts: FindingCounts;
}

export interface SessionDetails extends SessionSummary {
  transcript: TranscriptLine[];
  dropped: number;
  findings: Finding[];
}

export interface SessionRecordOptions {
  readonly id: string;
  /** Counts the sessions of a server. */
  readonly number: number;
  readonly listener: ListenerKind;
  readonly peer: Peer;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly transcriptLines: number;
  /** Pays for transcript and findings. Default: without a limit. */
  readonly budget?: Budget;
}

/** Estimated bytes of heap that a record takes beside its transcript, a finding, and the id of a message. */
const RECORD_BYTES = 1000;
const FINDING_BYTES = 600;
const MESSAGE_ID_BYTES = 60;

const MAX_MESSAGE_IDS = 100;

const firstLine = (reply: string): string => reply.split("\r\n", 1)[0] ?? "";

/** All that is kept of a session, open or closed. It holds neither the socket nor the machine that wrote it. */
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
    this.#account.take(RECORD_BYTES);
    this.transcript = new Transcript(options.transcriptLines, this.#account);
  }

  /** Estimated bytes of heap that it takes, as they are reserved in its budget. */
  get heapBytes(): number {
    return this.#account.reserved;
  }

  /** The client has shown who it is. */
  authenticated(auth: AuthState | null): void {
    this.auth = auth;
    if (auth !== null) this.#account.take(auth.user.length);
  }

  /** Adds a finding. It is kept also where the budget has nothing left: there are only so many kinds. */
  addFinding(code: WireFindingCode, where: FindingLocation, seen: string): void {
    const { size } = this.findings;
    this.findings.add(code, where, seen);
    if (this.findings.size > size) this.#account.take(FINDING_BYTES);
  }

  /** Counts a reply that was sent. */
  countReply(code: number, octets: string): void {
    this.#lastReply = octets;
    if (code < 400) return;
    // A client that pipelines gets a 503 to its DATA because RCPT was refused: the refusal says why, the 503 does not.
    if (code !== 503 || this.#lastRefusal === "") this.#lastRefusal = octets;
    this.#refusalCount += 1;
    this.#wasLastRefused = true;
  }

  /** Counts a message that was accepted. */
  countAcceptedMessage(): void {
    this.#messageCount += 1;
    this.#wasLastRefused = false;
  }

  /** Notes under which id a message of this session was stored. */
  addMessageId(messageId: string): void {
    this.#messageIds ??= [];
    this.#messageIds.push(messageId);
    if (this.#messageCount < 2 * MAX_MESSAGE_IDS) this.#account.take(MESSAGE_ID_BYTES);
    // Not one by one: that would move the whole list for each message.
    if (this.#messageIds.length > 2 * MAX_MESSAGE_IDS) this.#messageIds = this.#messageIds.slice(-MAX_MESSAGE_IDS);
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
      failed: this.closedAt !== null && (this.#messageCount === 0 || this.#wasLastRefused),
      lastReply: firstLine(this.#lastReply),
      lastRefusal: firstLine(this.#lastRefusal),
      findingCounts: this.findings.countBySeverity(),
    };
  }

  details(): SessionDetails {
    return {
      ...this.summary(),
      transcript: this.transcript.lines(),
      dropped: this.transcript.dropped,
      findings: [...this.findings.toArray()],
    };
  }
}
