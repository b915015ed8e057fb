import type { ByteOps } from "./octets.ts";

/*
 * Theory of operation
 *
 * Input: the octets after DATA's 354, in chunks of any size. Output: the message without dot-stuffing (`sink.write`), the offset
 * behind the end of the data, and a report of each line whose first dot was not doubled.
 *
 * The end is CRLF.CRLF and nothing else (RFC 5321 §4.1.1.4): accepting a bare LF or CR there would allow SMTP smuggling. The
 * CRLF before the final dot belongs to the message. A dot at the start of any other line is removed (§4.5.2).
 *
 *   state     meaning                            on octet → next state
 *   line      at the start of a line             "." → dot (removed)         other → text
 *   dot       after the dot that starts a line   CR → dot-cr (held back)     other → text (written)
 *   dot-cr    after dot and CR                   LF → complete               other → cr (the held CR is written)
 *   text      within a line                      CR → cr                     other → text
 *   cr        within a line, after a CR          LF → line                   other → text
 *
 * `line` is also the initial state. `#readLineEdge` performs one transition in the states that a chunk boundary can separate from
 * the octets before. `#readRun` covers `text`, the common case: it searches natively for the next CRLF-dot and passes on whole
 * runs. After a line with a dot it looks at a few octets one by one first, because such lines often follow each other.
 *
 * Invariants
 *   - The result does not depend on how the data is cut into chunks.
 *   - Each octet is written once and in order, except removed dots and the final dot and CRLF.
 *   - Octets are written as parts of the chunk, which is modified in place: where a dot is removed, what follows moves down.
 */

const CR = 13;
const LF = 10;
const DOT = 46;

const CRLF_DOT = Uint8Array.of(CR, LF, DOT);
const CR_OCTET = Uint8Array.of(CR);

/** The state between two octets. */
type ReaderState =
  /** At the start of a line. */
  | "line"
  /** After a dot that starts a line: it is stuffed, or ends the data. */
  | "dot"
  /** After dot and CR at the start of a line. */
  | "dot-cr"
  /** Within a line. */
  | "text"
  /** Within a line, after a CR. */
  | "cr";

export interface DataSink {
  /** Receives the next octets of the message, after dot-unstuffing. */
  write(piece: Uint8Array): void;
  /**
   * A line began with a single dot that was neither stuffed nor the end of the data.
   *
   * @param next the octet after the dot
   */
  onMissingDotStuffing(next: number): void;
}

/** Reads mail data (RFC 5321 §4.1.1.4): removes dot-stuffing (§4.5.2) and finds the end. Modifies the chunks. */
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

  /** Reads `chunk` from `start`. Returns the offset behind the octets that belong to the data. */
  read(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && !this.#isComplete) {
      at = this.#state === "text" ? this.#readRun(chunk, at) : this.#readLineEdge(chunk, at);
    }
    return at;
  }

  /** Reads one octet in a state where its meaning depends on the octets before, which may be in an earlier chunk. */
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
        if (octet !== DOT) this.#sink.onMissingDotStuffing(octet);
        this.#state = "text";
        return at;
      case "dot-cr":
        if (octet === LF) {
          this.#isComplete = true;
          return at + 1;
        }
        // This is not the end: the dot is removed, the CR belongs to the message (§4.5.2).
        this.#sink.onMissingDotStuffing(CR);
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

  /** Returns the offset of the CRLF before the next line that starts with a dot. Such lines often follow each other. */
  #findDottedLine(chunk: Uint8Array, from: number, isAfterDottedLine: boolean): number {
    if (!isAfterDottedLine) return this.#byteOps.indexOf(chunk, CRLF_DOT, from);
    const near = findNearbyDottedLine(chunk, from);
    if (near !== -1) return near;
    const lf = this.#byteOps.indexOfOctet(chunk, LF, from);
    if (lf === -1) return -1;
    if (chunk[lf + 1] === DOT && chunk[lf - 1] === CR) return lf - 1;
    return this.#byteOps.indexOf(chunk, CRLF_DOT, Math.max(from, lf - 1));
  }

  /** Reads the rest of a line and whole lines after it, up to the end of the data or of the chunk. */
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
        // The end of the data, or too close to the chunk's end to decide: #readLineEdge continues at the dot.
        this.#sink.write(chunk.subarray(start, written));
        this.#state = "line";
        return end;
      }
      const next = chunk[after] ?? 0;
      if (next !== DOT) this.#sink.onMissingDotStuffing(next);
      from = after;
    }
  }
}

/** Up to this length a loop is faster than a native search or copy. */
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

/** The state after the run `chunk[start..end)`. The octet before `start` is not a CR. */
function stateAfterRun(chunk: Uint8Array, start: number, end: number): ReaderState {
  if (chunk[end - 1] === CR) return "cr";
  return end - start >= 2 && chunk[end - 2] === CR && chunk[end - 1] === LF ? "line" : "text";
}
