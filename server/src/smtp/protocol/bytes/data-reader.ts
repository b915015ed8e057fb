import type { ByteOps } from "./octets.ts";

const CR = 13;
const LF = 10;
const DOT = 46;

const CRLF_DOT = Uint8Array.of(CR, LF, DOT);
const CR_OCTET = Uint8Array.of(CR);

/** Where the reader stands between two octets. */
type ReaderState =
  /** At the start of a line. */
  | "line"
  /** After a dot that starts a line: not yet known whether it is stuffed or ends the data. */
  | "dot"
  /** After dot and CR at the start of a line. */
  | "dot-cr"
  /** Within a line. */
  | "text"
  /** Within a line, after a CR. */
  | "cr";

export interface DataSink {
  /** A run of the message, dots undone. */
  write(piece: Uint8Array): void;
  /** A line began with one dot and something else than CRLF or a second dot. */
  onMissingDotStuffing(): void;
}

/**
 * Reads mail data (RFC 5321 §4.1.1.4): takes the dots out that transparency put in (§4.5.2) and finds the end, which is
 * CRLF.CRLF and nothing else. The CRLF before the last dot belongs to the message. Works within the chunks it is given
 * and changes them; it copies nothing that has no dots.
 */
export class DataReader {
  readonly #byteOps: ByteOps;
  readonly #sink: DataSink;
  #state: ReaderState = "line";
  #isComplete = false;

  constructor(byteOps: ByteOps, sink: DataSink) {
    this.#byteOps = byteOps;
    this.#sink = sink;
  }

  /** True once CRLF.CRLF was read. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Reads `chunk` from `start`; gives the offset after what belonged to the data. */
  read(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && !this.#isComplete) {
      at = this.#state === "text" ? this.#readRun(chunk, at) : this.#readLineEdge(chunk, at);
    }
    return at;
  }

  /** One octet at a place where the octets before it, maybe of another chunk, decide what it means. */
  #readLineEdge(chunk: Uint8Array, at: number): number {
    const octet = chunk[at] ?? 0;
    switch (this.#state) {
      case "line":
        this.#state = octet === DOT ? "dot" : "text";
        return octet === DOT ? at + 1 : at;
      case "dot":
        if (octet === CR) {
          this.#state = "dot-cr";
          return at + 1;
        }
        if (octet !== DOT) this.#sink.onMissingDotStuffing();
        this.#state = "text";
        return at;
      case "dot-cr":
        if (octet === LF) {
          this.#isComplete = true;
          return at + 1;
        }
        // The line was not the end after all: its first dot goes, its CR stays (§4.5.2).
        this.#sink.onMissingDotStuffing();
        this.#sink.write(CR_OCTET);
        this.#state = "cr";
        return at;
      case "cr":
        if (octet !== LF) {
          this.#state = "text";
          return at;
        }
        this.#state = "line";
        this.#sink.write(chunk.subarray(at, at + 1));
        return at + 1;
      case "text":
        break;
    }
    return at;
  }

  /** Offset of the CRLF before the next line that starts with a dot; where there was one just now, the next is often near. */
  #findDottedLine(chunk: Uint8Array, from: number, isAfterDottedLine: boolean): number {
    if (!isAfterDottedLine) return this.#byteOps.indexOf(chunk, CRLF_DOT, from);
    const near = findNearbyDottedLine(chunk, from);
    if (near !== -1) return near;
    const lf = this.#byteOps.indexOfOctet(chunk, LF, from);
    if (lf === -1) return -1;
    if (chunk[lf + 1] === DOT && chunk[lf - 1] === CR) return lf - 1;
    return this.#byteOps.indexOf(chunk, CRLF_DOT, Math.max(from, lf - 1));
  }

  /** A run within a line and the lines after it, searched natively for the next line that starts with a dot. */
  #readRun(chunk: Uint8Array, start: number): number {
    let from = start;
    let written = start;
    for (;;) {
      const hit = this.#findDottedLine(chunk, from, from !== start);
      const end = hit === -1 ? chunk.length : hit + 2;
      if (written !== from) copyDown(chunk, written, from, end);
      written += end - from;
      if (hit === -1) {
        this.#state = stateAfterRun(chunk, start, written);
        this.#sink.write(chunk.subarray(start, written));
        return end;
      }
      const after = end + 1;
      if (after + 1 >= chunk.length || chunk[after] === CR) {
        // The end of the data, or too close to the chunk's end to know: #readEdge goes on from the dot.
        this.#sink.write(chunk.subarray(start, written));
        this.#state = "line";
        return end;
      }
      const next = chunk[after] ?? 0;
      if (next !== DOT) this.#sink.onMissingDotStuffing();
      from = after;
    }
  }
}

/** As far as this a look at each octet is cheaper than a native search, or a native copy. */
const NEAR_OCTETS = 8;

function findNearbyDottedLine(chunk: Uint8Array, from: number): number {
  const end = Math.min(chunk.length - 2, from + NEAR_OCTETS);
  for (let at = from; at < end; at += 1) {
    if (chunk[at + 2] === DOT && chunk[at + 1] === LF && chunk[at] === CR) return at;
  }
  return -1;
}

/** Moves `chunk[from..end)` down to `to`. */
function copyDown(chunk: Uint8Array, to: number, from: number, end: number): void {
  if (end - from > NEAR_OCTETS) chunk.copyWithin(to, from, end);
  else for (let at = from; at < end; at += 1) chunk[to + at - from] = chunk[at] ?? 0;
}

/** `chunk[start..end)` was text: where does it leave the reader? The octet before `start` was no CR. */
function stateAfterRun(chunk: Uint8Array, start: number, end: number): ReaderState {
  if (chunk[end - 1] === CR) return "cr";
  return end - start >= 2 && chunk[end - 2] === CR && chunk[end - 1] === LF ? "line" : "text";
}
