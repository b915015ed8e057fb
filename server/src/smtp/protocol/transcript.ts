import type { Account } from "./budget.ts";
import { flat } from "./flat.ts";
import { legible } from "./legible.ts";
import { type BinaryString, fromUtf8 } from "./octets.ts";

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
interface Entry {
  readonly number: number;
  readonly at: number;
  readonly kind: TranscriptLine["kind"];
  readonly octets: BinaryString;
  readonly bytes: number;
  readonly lines: number;
}

/** A longer line is cut in the transcript, so that a session's size has a bound. */
const MAX_SHOWN = 2048;

/** Estimated bytes of heap that an entry takes beside its octets. */
const ENTRY_BYTES = 120;

const bytesOf = (octets: BinaryString): number => ENTRY_BYTES + octets.length;

/** The conversation of one session: its first lines and its last ones, the middle counted. */
export class Transcript {
  readonly #half: number;
  readonly #account: Account;
  readonly #head: Entry[] = [];
  #tail: Entry[] = [];
  /** Where in `#tail` the oldest entry stands, once it is full. */
  #oldest = 0;
  #dropped = 0;
  #count = 0;

  /**
   * @param lines how many entries are kept at most
   * @param account pays for what is kept; entries that it cannot pay for are left out, and counted
   */
  constructor(lines: number, account: Account) {
    this.#account = account;
    this.#half = Math.max(1, Math.trunc(lines / 2));
  }

  /** The `number` of the newest line; 0 while there is none. */
  get count(): number {
    return this.#count;
  }

  /** Writes down what came or went at `at` ms; `lines` is more than 1 for a reply of several lines. */
  add(kind: Entry["kind"], octets: BinaryString, bytes: number, at: number, lines = 1): void {
    const kept = octets.length > MAX_SHOWN && lines === 1 ? cut(octets) : octets;
    const entry: Entry = { number: this.#count + 1, at, kind, octets: kept, bytes, lines };
    this.#count += lines;
    if (!this.#account.take(bytesOf(kept))) {
      this.#dropped += lines;
      return;
    }
    if (this.#head.length < this.#half) this.#head.push(entry);
    else if (this.#tail.length < this.#half) this.#tail.push(entry);
    else this.#replaceOldest(entry);
  }

  #replaceOldest(entry: Entry): void {
    const last = this.#tail[this.#oldest];
    if (last !== undefined) {
      this.#dropped += last.lines;
      this.#account.putBack(bytesOf(last.octets));
    }
    this.#tail[this.#oldest] = entry;
    this.#oldest = (this.#oldest + 1) % this.#half;
  }

  /** All lines that are kept, in order, decoded. */
  lines(): TranscriptLine[] {
    const tail = [...this.#tail.slice(this.#oldest), ...this.#tail.slice(0, this.#oldest)];
    return [...this.#head, ...tail].flatMap(shown);
  }

  /** Lines left out between the first and the last ones. */
  get dropped(): number {
    return this.#dropped;
  }
}

function cut(octets: BinaryString): BinaryString {
  const line = withoutEnd(octets);
  if (line.length <= MAX_SHOWN) return octets;
  return `${flat(line.slice(0, MAX_SHOWN))} [${line.length - MAX_SHOWN} more octets]`;
}

/** A reply ends with CRLF, unless it was cut; a line of the client came without. */
const withoutEnd = (octets: BinaryString): BinaryString => octets.replace(/\r\n$/, "");

function shown(entry: Entry): TranscriptLine[] {
  if (entry.kind === "data") {
    return [{ ...rest(entry), text: `${entry.bytes.toLocaleString("en-US")} bytes`, bytes: entry.bytes }];
  }
  if (entry.kind !== "server") return [{ ...rest(entry), text: legible(decoded(entry.octets)), bytes: entry.bytes }];
  const texts = withoutEnd(entry.octets).split("\r\n");
  return texts.map((text, index) => ({
    ...rest(entry),
    number: entry.number + index,
    text: legible(decoded(text)),
    bytes: entry.lines === 1 ? entry.bytes : text.length + 2,
  }));
}

function rest({ number, at, kind }: Entry): Pick<TranscriptLine, "number" | "at" | "kind"> {
  return { number, at: Math.round(at * 1000) / 1000, kind };
}

/** UTF-8, or what is none as it is. */
const decoded = (octets: BinaryString): string => fromUtf8(octets) ?? octets;
