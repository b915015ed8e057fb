import { CR, DASH, LF, SPACE, TAB } from "./ascii.ts";
import type { Entity } from "./mime-entity.ts";

/** A line that ends a part: its multipart, whether it closes the multipart, and where the next line begins. */
export interface Delimiter {
  readonly multipart: Entity;
  readonly isClosing: boolean;
  readonly next: number;
}

/** An open multipart and its delimiter line as latin1 (one character per byte). */
interface OpenLevel {
  readonly multipart: Entity;
  readonly delimiter: string;
  /** The enclosing level with the same delimiter. */
  readonly hiddenLevel: number | undefined;
}

/** Maximum bytes of a boundary. RFC 2046 §5.1.1 allows 70; a line may have 998. */
const MAX_BOUNDARY_BYTES = 996;

/**
 * The multiparts that are open at one offset of the source, innermost last.
 *
 * A line ends a part if it is a delimiter (`--` and the boundary) or a close delimiter (the same and `--`) with only blanks
 * after it (RFC 2046 §5.1.1). So the text of the line, without trailing blanks, is looked up twice: as it is, and without its
 * last two dashes. A boundary may itself end with dashes, and several multiparts may have the same boundary: the innermost
 * match counts.
 */
export class OpenMultiparts {
  readonly #levels: OpenLevel[] = [];
  /** The innermost level of each delimiter. */
  readonly #byDelimiter = new Map<string, number>();
  /**
   * Number of open boundaries that begin with each byte; undefined until the first is opened. This rules out nearly every other
   * line that begins with dashes.
   */
  #firstBytes: Uint32Array | undefined;
  /** Length of the longest delimiter so far, in bytes. */
  #longestBytes = 0;

  get length(): number {
    return this.#levels.length;
  }

  /** Opens a multipart; one without a boundary has no parts. */
  open(multipart: Entity): void {
    const boundary = multipart.contentType.parameters.get("boundary");
    if (!boundary) return;
    const delimiter = Buffer.from(`--${boundary}`).toString("latin1");
    if (delimiter.length > MAX_BOUNDARY_BYTES + 2) return;
    this.#levels.push({ multipart, delimiter, hiddenLevel: this.#byDelimiter.get(delimiter) });
    this.#byDelimiter.set(delimiter, this.#levels.length - 1);
    this.#countFirstByte(delimiter, 1);
    this.#longestBytes = Math.max(this.#longestBytes, delimiter.length);
  }

  /** Closes the multiparts inside this one. */
  closeInside(multipart: Entity): void {
    while (this.#levels.length > 0 && this.#levels.at(-1)?.multipart !== multipart) this.#closeInnermost();
  }

  /** Closes this multipart and those inside it. */
  close(multipart: Entity): void {
    this.closeInside(multipart);
    this.#closeInnermost();
  }

  /** Returns the delimiter on the line at this offset, if it is one. */
  delimiterAt(raw: Buffer, line: number): Delimiter | undefined {
    if (this.#levels.length === 0 || !startsWithDashes(raw, line)) return undefined;
    if (this.#firstBytes?.[raw[line + 2] ?? 0] === 0) return undefined;
    const lineEnd = this.#findLineEnd(raw, line);
    if (lineEnd === undefined) return undefined;
    const { end, next } = lineEnd;
    const text = raw.toString("latin1", line, end);
    const own = this.#byDelimiter.get(text) ?? -1;
    const closed = text.endsWith("--") ? (this.#byDelimiter.get(text.slice(0, -2)) ?? -1) : -1;
    const level = this.#levels[Math.max(own, closed)];
    return level && { multipart: level.multipart, isClosing: closed > own, next };
  }

  /** Returns where the text of a line ends and the next line begins; undefined if the line is too long for a delimiter. */
  #findLineEnd(raw: Buffer, line: number): { end: number; next: number } | undefined {
    const limit = Math.min(raw.length, line + this.#longestBytes + 2);
    let end = line;
    for (let at = line; at < limit; at++) {
      const byte = raw[at];
      if (byte === LF) break;
      if (byte !== SPACE && byte !== TAB && byte !== CR) end = at + 1;
    }
    const next = skipPadding(raw, end);
    return next === undefined ? undefined : { end, next };
  }

  #countFirstByte(delimiter: string, by: 1 | -1): void {
    const byte = delimiter.charCodeAt(2);
    this.#firstBytes ??= new Uint32Array(256);
    this.#firstBytes[byte] = (this.#firstBytes[byte] ?? 0) + by;
  }

  #closeInnermost(): void {
    const level = this.#levels.pop();
    if (level === undefined) return;
    this.#countFirstByte(level.delimiter, -1);
    if (level.hiddenLevel === undefined) this.#byDelimiter.delete(level.delimiter);
    else this.#byDelimiter.set(level.delimiter, level.hiddenLevel);
  }
}

export function startsWithDashes(raw: Buffer, at: number): boolean {
  return raw[at] === DASH && raw[at + 1] === DASH;
}

/** Whether the line is this delimiter, or the corresponding close delimiter (RFC 2046 §5.1.1). */
export function isDelimiterLine(raw: Buffer, line: number, delimiter: Buffer): boolean {
  const end = line + delimiter.length;
  if (raw.compare(delimiter, 0, delimiter.length, line, Math.min(end, raw.length)) !== 0) return false;
  return skipPadding(raw, startsWithDashes(raw, end) ? end + 2 : end) !== undefined;
}

/**
 * Returns the offset after blanks and the line end (RFC 2046 §5.1.1, transport-padding); undefined if other text follows. CR CR LF
 * is one line end.
 */
function skipPadding(raw: Buffer, from: number): number | undefined {
  let at = from;
  while (raw[at] === SPACE || raw[at] === TAB) at++;
  while (raw[at] === CR) at++;
  if (at >= raw.length) return raw.length;
  return raw[at] === LF ? at + 1 : undefined;
}
