/** A message of an mbox file, unquoted, with its line ends as they stand in the file. */
export interface MboxMessage {
  readonly source: Buffer;
  /** Reverse-path that the separator line names; empty where it names none. */
  readonly sender: string;
  /** Bytes of the file up to the end of this message. */
  readonly end: number;
}

/**
 * How the file tells lines that begin with “From ” from separators. mboxrd puts one more “>” before “From ”, “>From ” and
 * so on; mboxo only before “From ”; mboxcl and mboxcl2 say the length in a Content-Length: field, and mboxcl2 quotes nothing.
 */
export const MBOX_KINDS = ["mboxrd", "mboxo", "mboxcl", "mboxcl2"] as const;
export type MboxKind = (typeof MBOX_KINDS)[number];

/** What is wrong with the file. */
export class MboxError extends Error {
  override name = "MboxError";
}

const LF = 10;
const CR = 13;
const FROM = Buffer.from("From ");

/**
 * Reads an mbox file (RFC 4155) as it streams by; one message is in memory at a time.
 *
 * @param maxBytes of one message; a larger one is an `MboxError`, as is a file that does not begin with a separator
 */
export async function* readMbox(
  chunks: AsyncIterable<Buffer>,
  kind: MboxKind,
  maxBytes: number,
): AsyncGenerator<MboxMessage> {
  const open = new OpenMessage(kind, maxBytes);
  let end = 0;
  for await (const line of linesOf(chunks, maxBytes)) {
    const sender = open.separates(line) ? senderOf(line) : undefined;
    if (sender === undefined) open.add(line);
    else {
      if (open.begun) yield { ...open.close(), end };
      open.begin(sender);
    }
    end += line.length;
  }
  if (open.begun) yield { ...open.close(), end };
}

/** The message that is being read. */
class OpenMessage {
  readonly #kind: MboxKind;
  readonly #maxBytes: number;
  #lines: Buffer[] = [];
  #bytes = 0;
  #sender: string | undefined;
  #afterBlank = true;
  #inHeader = true;
  /** Bytes of the body that Content-Length: promises yet. */
  #promised = 0;
  #wasPromised = false;

  constructor(kind: MboxKind, maxBytes: number) {
    this.#kind = kind;
    this.#maxBytes = maxBytes;
  }

  get begun(): boolean {
    return this.#sender !== undefined;
  }

  /** Whether a line can separate messages here: after a blank line, and not within a promised length. */
  separates(line: Buffer): boolean {
    return this.#promised === 0 && (this.#afterBlank || this.#wasPromised) && isFrom(line, 0);
  }

  begin(sender: string): void {
    this.#lines = [];
    this.#bytes = 0;
    this.#sender = sender;
    this.#afterBlank = false;
    this.#inHeader = true;
    this.#promised = 0;
    this.#wasPromised = false;
  }

  add(line: Buffer): void {
    if (!this.begun) {
      if (isBlank(line)) return;
      throw new MboxError("it does not begin with a “From ” line, as an mbox file does");
    }
    this.#bytes += line.length;
    if (this.#bytes > this.#maxBytes) throw new MboxError(`a message is larger than ${this.#maxBytes} bytes`);
    this.#afterBlank = isBlank(line);
    if (this.#inHeader) this.#readHeader(line);
    else if (this.#promised > 0) this.#promised -= Math.min(line.length, this.#promised);
    else if (this.#wasPromised && !this.#afterBlank) {
      throw new MboxError("a Content-Length: field does not lead to the end of its message; read it as mboxrd");
    }
    this.#lines.push(this.#unquoted(line));
  }

  close(): Omit<MboxMessage, "end"> {
    if (this.#promised > 0) throw new MboxError("the file ends before the Content-Length: of its last message");
    const last = this.#lines.at(-1);
    // The blank line before the next separator is no part of the message.
    if (last && isBlank(last) && !(this.#inHeader && this.#lines.length === 1)) this.#lines.pop();
    return { source: Buffer.concat(this.#lines), sender: this.#sender ?? "" };
  }

  #readHeader(line: Buffer): void {
    if (this.#afterBlank) this.#inHeader = false;
    else if (this.#kind === "mboxcl" || this.#kind === "mboxcl2") {
      const length = /^content-length[ \t]*:[ \t]*(\d{1,12})\s*$/i.exec(line.toString("latin1"))?.[1];
      if (length === undefined) return;
      this.#promised = Number(length);
      this.#wasPromised = true;
    }
  }

  #unquoted(line: Buffer): Buffer {
    if (line[0] !== 62 /* > */ || this.#kind === "mboxcl2") return line;
    let quotes = 1;
    while (line[quotes] === 62) quotes++;
    const quoted = isFrom(line, quotes) && (quotes === 1 || this.#kind === "mboxrd");
    return quoted ? line.subarray(1) : line;
  }
}

const isBlank = (line: Buffer): boolean => line[0] === LF || (line[0] === CR && line[1] === LF);

const isFrom = (line: Buffer, at: number): boolean =>
  line[at] === 70 /* F */ && line.subarray(at, at + FROM.length).equals(FROM);

/**
 * The reverse-path of a separator line, `From sender date`; undefined where the line has neither a time nor a year, and so
 * is a line of text that was not quoted. Thunderbird writes `From - date` or `From ` alone.
 */
function senderOf(line: Buffer): string | undefined {
  const text = line.toString("latin1", FROM.length).trim();
  if (text === "" || text === "-") return "";
  if (!/\d\d?:\d\d/.test(text) || !/\b(19|20)\d\d\b/.test(text)) return undefined;
  const [sender = ""] = text.split(/\s/, 1);
  return sender.includes("@") ? sender : "";
}

/** Lines with their ends. A line may span any number of chunks. */
async function* linesOf(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, start)) {
      const rest = chunk.subarray(start, lf + 1);
      start = lf + 1;
      if (held === 0) yield rest;
      else {
        yield Buffer.concat([...pieces, rest]);
        pieces = [];
        held = 0;
      }
    }
    if (start === chunk.length) continue;
    pieces.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > maxBytes) throw new MboxError(`a line is longer than ${maxBytes} bytes`);
  }
  if (held > 0) yield Buffer.concat(pieces);
}
