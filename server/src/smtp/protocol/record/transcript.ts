import { groupDigits } from "../../../base/group-digits.ts";
import type { Account } from "../budget.ts";
import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import { copyText } from "../copy-text.ts";
import { escapeControls } from "./escape-controls.ts";

/** A transcript line as the API returns it. */
export interface TranscriptLine {
  /** Line number from 1. Dropped lines are counted, too. */
  number: number;
  /** Milliseconds since the connection was opened. */
  at: number;
  kind: "client" | "server" | "data" | "tls" | "fault" | "close";
  text: string;
  /** Octets on the wire, including the line end; 0 for events. */
  bytes: number;
  /** True for a client line that arrived before the reply to the line before it: they are one pipelined group (RFC 2920). */
  pipelined?: true;
}

/**
 * The stored form. Several are written per message, so decoding and escaping happen on read. `octets` may hold a multi-line
 * reply; it is empty for data, of which only the size is kept.
 */
interface TranscriptEntry {
  readonly number: number;
  readonly at: number;
  readonly kind: TranscriptLine["kind"];
  readonly octets: BinaryString;
  readonly bytes: number;
  readonly lines: number;
  readonly isPipelined: boolean;
}

/** Longer lines are truncated in the transcript, so that the size of a session is bounded. */
const MAX_LINE_OCTETS = 2048;

/** Estimated heap bytes of an entry without its octets. */
const ENTRY_BYTES = 120;

const entryBytes = (octets: BinaryString): number => ENTRY_BYTES + octets.length;

/** The transcript of one session: its first and last lines. The lines dropped in between are counted. */
export class Transcript {
  readonly #halfCapacity: number;
  readonly #account: Account;
  readonly #head: TranscriptEntry[] = [];
  #tail: TranscriptEntry[] = [];
  /** Index of the oldest entry in `#tail`, once that is full. */
  #oldest = 0;
  #droppedLines = 0;
  #lineCount = 0;

  /**
   * @param lines maximum number of entries
   * @param account is charged for each entry; if it refuses, the entry is dropped and counted
   */
  constructor(lines: number, account: Account) {
    this.#account = account;
    this.#halfCapacity = Math.max(1, Math.trunc(lines / 2));
  }

  /** The `number` of the newest line; 0 if there is none. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /**
   * Adds an entry.
   *
   * @param bytes octets on the wire
   * @param at milliseconds since the connection was opened
   * @param lines more than 1 for a multi-line reply
   * @param isPipelined whether a client line arrived before the reply to the line before it
   */
  add(
    kind: TranscriptEntry["kind"],
    octets: BinaryString,
    bytes: number,
    at: number,
    lines = 1,
    isPipelined = false,
  ): void {
    const kept = octets.length > MAX_LINE_OCTETS && lines === 1 ? truncateLine(octets) : octets;
    const entry: TranscriptEntry = { number: this.#lineCount + 1, at, kind, octets: kept, bytes, lines, isPipelined };
    this.#lineCount += lines;
    if (!this.#account.charge(entryBytes(kept))) {
      this.#droppedLines += lines;
      return;
    }
    if (this.#head.length < this.#halfCapacity) this.#head.push(entry);
    else if (this.#tail.length < this.#halfCapacity) this.#tail.push(entry);
    else this.#replaceOldest(entry);
  }

  #replaceOldest(entry: TranscriptEntry): void {
    const last = this.#tail[this.#oldest];
    if (last !== undefined) {
      this.#droppedLines += last.lines;
      this.#account.refund(entryBytes(last.octets));
    }
    this.#tail[this.#oldest] = entry;
    this.#oldest = (this.#oldest + 1) % this.#halfCapacity;
  }

  /** Returns all kept lines in order, decoded. */
  lines(): TranscriptLine[] {
    const tail = [...this.#tail.slice(this.#oldest), ...this.#tail.slice(0, this.#oldest)];
    return [...this.#head, ...tail].flatMap(toTranscriptLines);
  }

  /** Number of dropped lines. */
  get dropped(): number {
    return this.#droppedLines;
  }
}

function truncateLine(octets: BinaryString): BinaryString {
  const line = stripCrlf(octets);
  if (line.length <= MAX_LINE_OCTETS) return octets;
  return `${copyText(line.slice(0, MAX_LINE_OCTETS))} [${line.length - MAX_LINE_OCTETS} more octets]`;
}

/** Replies are stored with CRLF, unless truncated; lines of the client without. */
const stripCrlf = (octets: BinaryString): BinaryString => octets.replace(/\r\n$/, "");

function toTranscriptLines(entry: TranscriptEntry): TranscriptLine[] {
  if (entry.kind === "data") {
    const text = entry.bytes === 0 ? "the message begins" : `${groupDigits(entry.bytes)} bytes`;
    return [{ ...commonFields(entry), text, bytes: entry.bytes }];
  }
  if (entry.kind !== "server") {
    const line: TranscriptLine = {
      ...commonFields(entry),
      text: escapeControls(decodeText(entry.octets)),
      bytes: entry.bytes,
    };
    return [entry.isPipelined ? { ...line, pipelined: true } : line];
  }
  const texts = stripCrlf(entry.octets).split("\r\n");
  return texts.map((text, index) => ({
    ...commonFields(entry),
    number: entry.number + index,
    text: escapeControls(decodeText(text)),
    bytes: entry.lines === 1 ? entry.bytes : text.length + 2,
  }));
}

function commonFields({ number, at, kind }: TranscriptEntry): Pick<TranscriptLine, "number" | "at" | "kind"> {
  return { number, at: Math.round(at * 1000) / 1000, kind };
}

/** Decodes UTF-8, or returns other octets unchanged. */
const decodeText = (octets: BinaryString): string => decodeUtf8(octets) ?? octets;
