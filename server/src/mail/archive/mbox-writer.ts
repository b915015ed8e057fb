import type { Chunks } from "../chunks.ts";

const LF = 10;
const CR = 13;
const GREATER = 62;
const FROM = Buffer.from("From ");

/** Bytes that are quoted at a time. */
const PIECE_BYTES = 64 * 1024;

/**
 * Formats a message as an entry of an mboxrd file, in pieces: a separator line, the bytes of the message with “>” before each
 * line that looks like a separator, and a blank line. Line ends are not changed.
 */
export function* formatMboxEntry(source: Chunks, sender: string, receivedAt: Date): Generator<Buffer> {
  const lineEnd = findLineEnd(source[0]);
  const from = /^[!-~]+$/.test(sender) ? sender : "MAILER-DAEMON";
  yield Buffer.from(`From ${from} ${formatAsctime(receivedAt)}${lineEnd}`);
  const quoter = new FromQuoter();
  let last = LF;
  for (const chunk of source) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield quoter.quote(chunk.subarray(at, at + PIECE_BYTES));
    last = chunk.at(-1) ?? last;
  }
  yield quoter.end();
  yield Buffer.from(last === LF ? lineEnd : lineEnd + lineEnd);
}

/** Returns the line end of the first line. */
function findLineEnd(chunk: Uint8Array | undefined): string {
  const at = chunk?.indexOf(LF) ?? -1;
  return at > 0 && chunk?.[at - 1] === CR ? "\r\n" : "\n";
}

/** Inserts “>” before the “From ” of each line that consists of any number of “>” and then “From ”. */
class FromQuoter {
  /** The beginning of a “From ” that the last piece ended with. */
  #held = Buffer.alloc(0);
  /** Whether only “>” is before the held bytes in their line. */
  #isQuotable = true;

  quote(piece: Uint8Array): Buffer {
    const bytes = Buffer.concat([this.#held, piece]);
    const quoted: Uint8Array[] = [];
    let from = 0;
    for (let at = bytes.indexOf(FROM); at >= 0; at = bytes.indexOf(FROM, at + FROM.length)) {
      if (!this.#isQuotableAt(bytes, at)) continue;
      quoted.push(bytes.subarray(from, at), QUOTE);
      from = at;
    }
    const end = bytes.length - countHeldBytes(bytes);
    quoted.push(bytes.subarray(from, end));
    this.#isQuotable = this.#isQuotableAt(bytes, end);
    this.#held = bytes.subarray(end);
    return Buffer.concat(quoted);
  }

  end(): Buffer {
    return this.#held;
  }

  #isQuotableAt(bytes: Buffer, at: number): boolean {
    let start = at;
    while (start > 0 && bytes[start - 1] === GREATER) start--;
    return start === 0 ? this.#isQuotable : bytes[start - 1] === LF;
  }
}

const QUOTE = Buffer.from(">");

/** Counts the bytes at the end that may be the beginning of a “From ”. */
function countHeldBytes(bytes: Buffer): number {
  for (let length = Math.min(FROM.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(FROM.subarray(0, length))) return length;
  }
  return 0;
}

/** `Mon Nov  3 09:05:00 2025`, in UTC (RFC 4155, appendix A). */
function formatAsctime(date: Date): string {
  const [weekday = "", day = "", month, year, time] = date.toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
