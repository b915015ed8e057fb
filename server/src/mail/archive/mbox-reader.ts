import { ByteBuilder } from "./byte-builder.ts";

/** A message of an mbox file, unquoted, with the line ends of the file. */
export interface MboxMessage {
  readonly source: Buffer;
  /** Reverse-path from the separator line; empty if it has none. */
  readonly sender: string;
  /** Offset in the file of the end of this message, in bytes. */
  readonly end: number;
}

/**
 * How the file distinguishes separators from lines that begin with “From ”. mboxrd adds one “>” before “From ”,
 * “>From ” and so on; mboxo only before “From ”; mboxcl and mboxcl2 give the length in a Content-Length: field, and
 * mboxcl2 quotes nothing.
 */
export const MBOX_KINDS = ["mboxrd", "mboxo", "mboxcl", "mboxcl2"] as const;
export type MboxKind = (typeof MBOX_KINDS)[number];

/** Says why the file is not a valid mbox. */
export class MboxError extends Error {
  override name = "MboxError";
}

const LF = 10;
const CR = 13;
const FROM_PREFIX = Buffer.from("From ");

/**
 * Reads an mbox file (RFC 4155) as a stream. Only one message is in memory at a time.
 *
 * @param maxBytes maximum size of one message
 * @throws {MboxError} if a message is larger, or the file does not begin with a separator
 */
export async function* readMbox(
  chunks: AsyncIterable<Buffer>,
  kind: MboxKind,
  maxBytes: number,
): AsyncGenerator<MboxMessage> {
  const parser = new MboxParser(kind, maxBytes);
  for await (const chunk of chunks) yield* parser.read(chunk);
  yield* parser.end();
}

/** Reads an mbox file chunk by chunk. Both methods yield the messages that are complete, and throw like `readMbox`. */
export class MboxParser {
  readonly #lines: LineSplitter;
  readonly #partial: PartialMessage;
  /** Bytes of the lines that were read. */
  #end = 0;

  constructor(kind: MboxKind, maxBytes: number) {
    this.#lines = new LineSplitter(maxBytes);
    this.#partial = new PartialMessage(kind, maxBytes);
  }

  *read(chunk: Buffer): Generator<MboxMessage> {
    for (const line of this.#lines.split(chunk)) {
      const message = this.#readLine(line);
      if (message !== undefined) yield message;
    }
  }

  *end(): Generator<MboxMessage> {
    const last = this.#lines.end();
    const message = last && this.#readLine(last);
    if (message !== undefined) yield message;
    if (this.#partial.isOpen) yield { ...this.#partial.close(), end: this.#end };
  }

  /** Returns the message that ends before this line. */
  #readLine(line: Buffer): MboxMessage | undefined {
    const partial = this.#partial;
    const sender = partial.isSeparator(line) ? parseSeparatorSender(line) : undefined;
    let message: MboxMessage | undefined;
    if (sender === undefined) partial.add(line);
    else {
      if (partial.isOpen) message = { ...partial.close(), end: this.#end };
      partial.begin(sender);
    }
    this.#end += line.length;
    return message;
  }
}

/** The message that is being read. */
class PartialMessage {
  readonly #kind: MboxKind;
  readonly #maxBytes: number;
  readonly #source = new ByteBuilder();
  #bytes = 0;
  #lineCount = 0;
  /** Length of the last line if it is blank, or 0. */
  #blankLineLength = 0;
  #sender: string | undefined;
  #isAfterBlankLine = true;
  #isInHeader = true;
  /** Remaining bytes of the body according to Content-Length:. */
  #remainingBodyBytes = 0;
  #hasContentLength = false;

  constructor(kind: MboxKind, maxBytes: number) {
    this.#kind = kind;
    this.#maxBytes = maxBytes;
  }

  get isOpen(): boolean {
    return this.#sender !== undefined;
  }

  /**
   * Whether a line can be a separator here: after a blank line, and not within the length given by Content-Length:.
   */
  isSeparator(line: Buffer): boolean {
    return (
      this.#remainingBodyBytes === 0 && (this.#isAfterBlankLine || this.#hasContentLength) && startsWithFrom(line, 0)
    );
  }

  begin(sender: string): void {
    this.#source.clear();
    this.#bytes = 0;
    this.#lineCount = 0;
    this.#blankLineLength = 0;
    this.#sender = sender;
    this.#isAfterBlankLine = false;
    this.#isInHeader = true;
    this.#remainingBodyBytes = 0;
    this.#hasContentLength = false;
  }

  add(line: Buffer): void {
    if (!this.isOpen) {
      if (isBlankLine(line)) return;
      throw new MboxError("it does not begin with a “From ” line, as an mbox file does");
    }
    this.#bytes += line.length;
    if (this.#bytes > this.#maxBytes) throw new MboxError(`a message is larger than ${this.#maxBytes} bytes`);
    this.#isAfterBlankLine = isBlankLine(line);
    if (this.#isInHeader) this.#readHeader(line);
    else if (this.#remainingBodyBytes > 0) this.#remainingBodyBytes -= Math.min(line.length, this.#remainingBodyBytes);
    else if (this.#hasContentLength && !this.#isAfterBlankLine) {
      throw new MboxError("a Content-Length: field does not match the length of its message; try --mbox-kind mboxrd");
    }
    this.#source.add(this.#unquote(line));
    this.#lineCount++;
    this.#blankLineLength = this.#isAfterBlankLine ? line.length : 0;
  }

  close(): Omit<MboxMessage, "end"> {
    if (this.#remainingBodyBytes > 0)
      throw new MboxError("the file ends before the end of its last message according to Content-Length:");
    // The blank line before the next separator is not part of the message.
    const omitted = this.#isInHeader && this.#lineCount === 1 ? 0 : this.#blankLineLength;
    return { source: this.#source.copy(omitted), sender: this.#sender ?? "" };
  }

  #readHeader(line: Buffer): void {
    if (this.#isAfterBlankLine) this.#isInHeader = false;
    else if (this.#kind === "mboxcl" || this.#kind === "mboxcl2") {
      const length = /^content-length[ \t]*:[ \t]*(\d{1,12})\s*$/i.exec(line.toString("latin1"))?.[1];
      if (length === undefined) return;
      this.#remainingBodyBytes = Number(length);
      this.#hasContentLength = true;
    }
  }

  #unquote(line: Buffer): Buffer {
    if (line[0] !== 62 /* > */ || this.#kind === "mboxcl2") return line;
    let quotes = 1;
    while (line[quotes] === 62) quotes++;
    const quoted = startsWithFrom(line, quotes) && (quotes === 1 || this.#kind === "mboxrd");
    return quoted ? line.subarray(1) : line;
  }
}

const isBlankLine = (line: Buffer): boolean => line[0] === LF || (line[0] === CR && line[1] === LF);

const startsWithFrom = (line: Buffer, at: number): boolean =>
  line[at] === 70 /* F */ && line.subarray(at, at + FROM_PREFIX.length).equals(FROM_PREFIX);

/** Whether a line separates the messages of an mbox. Its end may be left out. */
export function isSeparatorLine(line: Buffer): boolean {
  return startsWithFrom(line, 0) && parseSeparatorSender(line) !== undefined;
}

/**
 * Returns the reverse-path of a separator line, `From sender date`. Returns undefined if the line has neither a time
 * nor a year: then it is an unquoted line of text. Thunderbird writes `From - date` or `From ` alone.
 */
function parseSeparatorSender(line: Buffer): string | undefined {
  const text = line.toString("latin1", FROM_PREFIX.length).trim();
  if (text === "" || text === "-") return "";
  if (!/\d\d?:\d\d/.test(text) || !/\b(19|20)\d\d\b/.test(text)) return undefined;
  const [sender = ""] = text.split(/\s/, 1);
  return sender.includes("@") ? sender : "";
}

/** Splits chunks into lines with their line ends. A line may span any number of chunks. */
class LineSplitter {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #pendingBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *split(chunk: Buffer): Generator<Buffer> {
    let start = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, start)) {
      const rest = chunk.subarray(start, lf + 1);
      start = lf + 1;
      yield this.#pendingBytes === 0 ? rest : this.#join(rest);
    }
    if (start === chunk.length) return;
    this.#pieces.push(chunk.subarray(start));
    this.#pendingBytes += chunk.length - start;
    if (this.#pendingBytes > this.#maxBytes) throw new MboxError(`a line is longer than ${this.#maxBytes} bytes`);
  }

  /** Returns the last line, if it has no line end. */
  end(): Buffer | undefined {
    return this.#pendingBytes > 0 ? this.#join() : undefined;
  }

  #join(...rest: Buffer[]): Buffer {
    const line = Buffer.concat([...this.#pieces, ...rest]);
    this.#pieces = [];
    this.#pendingBytes = 0;
    return line;
  }
}
