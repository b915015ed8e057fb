import type { Account } from "../budget.ts";
import { type BinaryString, decodeUtf8 } from "../bytes/octets.ts";
import { flat } from "../flat.ts";
import { escapeControls } from "./escape-controls.ts";

/** One thing that happened on a connection, as it is shown. */
export interface TranscriptLine {
  /** From 1; grows by one, also over lines that were dropped. */
  number: number;
  /** Milliseconds since the connection was opened. */
  at: number;
  kind: "client" | "server" | "data" | "tls" | "fault" | "close";
  text: string;
  /** Octets on the wire, line end included; 0 for notes. */
  bytes: number;
}

/**
 * As it is kept. Several are written for each message, so nothing is made legible before somebody reads it: `octets` may be a
 * reply of several lines, and is empty for data, of which only the count is told.
 */
interface TranscriptEntry {
  readonly number: number;
  readonly at: number;
  readonly kind: TranscriptLine["kind"];
  readonly octets: BinaryString;
  readonly bytes: number;
  readonly lines: number;
}

/** A longer line is cut in the transcript, so that a session's size has a bound. */
const MAX_LINE_OCTETS = 2048;

/** Estimated bytes of heap that an entry takes beside its octets. */
const ENTRY_BYTES = 120;

const bytesOf = (octets: BinaryString): number => ENTRY_BYTES + octets.length;

/** The conversation of one session: its first lines and its last ones, the middle counted. */
export class Transcript {
  readonly #halfCapacity: number;
  readonly #account: Account;
  readonly #head: TranscriptEntry[] = [];
  #tail: TranscriptEntry[] = [];
  /** Where in `#tail` the oldest entry stands, once it is full. */
  #oldest = 0;
  #droppedLines = 0;
  #lineCount = 0;

  /**
   * @param lines how many entries are kept at most
   * @param account pays for what is kept; entries that it cannot pay for are left out, and counted
   */
  constructor(lines: number, account: Account) {
    this.#account = account;
    this.#halfCapacity = Math.max(1, Math.trunc(lines / 2));
  }

  /** The `number` of the newest line; 0 while there is none. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** Writes down what came or went at `at` ms; `lines` is more than 1 for a reply of several lines. */
  add(kind: TranscriptEntry["kind"], octets: BinaryString, bytes: number, at: number, lines = 1): void {
    const kept = octets.length > MAX_LINE_OCTETS && lines === 1 ? truncateLine(octets) : octets;
    const entry: TranscriptEntry = { number: this.#lineCount + 1, at, kind, octets: kept, bytes, lines };
    this.#lineCount += lines;
    if (!this.#account.take(bytesOf(kept))) {
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
      this.#account.putBack(bytesOf(last.octets));
    }
    this.#tail[this.#oldest] = entry;
    this.#oldest = (this.#oldest + 1) % this.#halfCapacity;
  }

  /** All lines that are kept, in order, decoded. */
  lines(): TranscriptLine[] {
    const tail = [...this.#tail.slice(this.#oldest), ...this.#tail.slice(0, this.#oldest)];
    return [...this.#head, ...tail].flatMap(toTranscriptLines);
  }

  /** Lines left out between the first and the last ones. */
  get dropped(): number {
    return this.#droppedLines;
  }
}

function truncateLine(octets: BinaryString): BinaryString {
  const line = stripCrlf(octets);
  if (line.length <= MAX_LINE_OCTETS) return octets;
  return `${flat(line.slice(0, MAX_LINE_OCTETS))} [${line.length - MAX_LINE_OCTETS} more octets]`;
}

/** A reply ends with CRLF, unless it was cut; a line of the client came without. */
const stripCrlf = (octets: BinaryString): BinaryString => octets.replace(/\r\n$/, "");

function toTranscriptLines(entry: TranscriptEntry): TranscriptLine[] {
  if (entry.kind === "data") {
    return [{ ...commonFields(entry), text: `${entry.bytes.toLocaleString("en-US")} bytes`, bytes: entry.bytes }];
  }
  if (entry.kind !== "server")
    return [{ ...commonFields(entry), text: escapeControls(decodeText(entry.octets)), bytes: entry.bytes }];
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

/** UTF-8, or what is none as it is. */
const decodeText = (octets: BinaryString): string => decodeUtf8(octets) ?? octets;
