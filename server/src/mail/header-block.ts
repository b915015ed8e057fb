/** A header field as it stands in the source (RFC 5322 §2.2), by its bytes. */
export interface FieldRange {
  /** As spelled. */
  readonly name: string;
  /** Lower case, to compare with. */
  readonly key: string;
  /** Offset of the first byte of the name. */
  readonly start: number;
  /** Offset after the colon. */
  readonly valueStart: number;
  /** Offset after the last byte of the value, before its line end. */
  readonly valueEnd: number;
  /** Offset after the line end. */
  readonly end: number;
}

/** A line of a header block that is no field. */
export interface StrayLine {
  readonly start: number;
  readonly end: number;
}

export interface HeaderBlock {
  readonly fields: readonly FieldRange[];
  /** Lines without a colon between the fields. */
  readonly strayLines: readonly StrayLine[];
  /** Offset after the last byte of the block, before the blank line. */
  readonly end: number;
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
  /** What ends the block. A `line` is one that is no field; the body starts with it, as Postfix and Python have it. */
  readonly endedBy: "blank line" | "line" | "end of source";
}

/** Fields that are listed; a block with more goes on, unlisted. */
const MAX_FIELDS = 5_000;

/** Bytes of a name: no line may have more (RFC 5322 §2.1.1). What is longer is no field. */
const MAX_NAME_BYTES = 998;

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const COLON = 58;

/**
 * Reads a header block from `start`. It ends at the first blank line; before a line that is no field, unless a field
 * follows that line; at `stop`; and where `isEnd` says so of a line's offset.
 *
 * @param isEnd is called with the offset of every line, so that it can also stop a scan that takes too long, by throwing
 */
export function scanHeaderBlock(
  raw: Buffer,
  start: number,
  stop: number = raw.length,
  isEnd: (line: number) => boolean = () => false,
): HeaderBlock {
  const fields: FieldRange[] = [];
  const stray: StrayLine[] = [];
  const finish = (end: number, body: number, endedBy: HeaderBlock["endedBy"]) => ({
    fields,
    strayLines: stray,
    end,
    bodyStart: body,
    endedBy,
  });
  let offset = start;
  while (offset < stop && !isEnd(offset)) {
    const next = nextLineStart(raw, offset, stop);
    const blank = contentEnd(raw, offset, next) === offset;
    if (blank) return finish(offset, next, "blank line");
    const colon = findColon(raw, offset, next);
    if (colon < 0) {
      if (fields.length === 0 && isMboxLine(raw, offset)) {
        stray.push({ start: offset, end: next });
      } else if (
        next < stop &&
        fields.length > 0 &&
        !isEnd(next) &&
        findColon(raw, next, nextLineStart(raw, next, stop)) > 0
      ) {
        stray.push({ start: offset, end: next });
      } else {
        return finish(offset, offset, "line");
      }
      offset = next;
      continue;
    }
    let end = next;
    while (end < stop && isBlank(raw[end]) && !isEnd(end)) end = nextLineStart(raw, end, stop);
    if (fields.length < MAX_FIELDS) fields.push(createFieldRange(raw, offset, colon, end));
    offset = end;
  }
  return finish(offset, offset, offset < stop ? "line" : "end of source");
}

/** The value as sent, with its folds, at most `limit` bytes of it. */
export function valueBytes(raw: Buffer, field: FieldRange, limit: number): Buffer {
  return raw.subarray(field.valueStart, Math.min(field.valueEnd, field.valueStart + limit));
}

function createFieldRange(raw: Buffer, start: number, colon: number, end: number): FieldRange {
  let nameEnd = colon;
  while (nameEnd > start && isBlank(raw[nameEnd - 1])) nameEnd--;
  const name = raw.toString("latin1", start, nameEnd);
  return {
    name,
    key: name.toLowerCase(),
    start,
    valueStart: colon + 1,
    valueEnd: contentEnd(raw, colon + 1, end),
    end,
  };
}

/** Offset of the colon of a field's first line; -1 where the line is none: a name is visible ASCII (RFC 5322 §2.2). */
function findColon(raw: Buffer, start: number, lineEnd: number): number {
  const end = Math.min(lineEnd, start + MAX_NAME_BYTES + 1);
  let at = start;
  while (at < end && isNameByte(raw[at])) at++;
  const nameEnd = at;
  // QUIRK: blanks before the colon are obsolete (RFC 5322 §4.5), and are read by everybody.
  while (at < end && isBlank(raw[at])) at++;
  return nameEnd > start && at < end && raw[at] === COLON ? at : -1;
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte < 127 && byte !== COLON;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** QUIRK: programs that read mbox files hand over the line that separates its messages. */
function isMboxLine(raw: Buffer, line: number): boolean {
  return raw.toString("latin1", line, line + 5) === "From ";
}

/** Offset after the next LF, at most `stop`. */
function nextLineStart(raw: Buffer, at: number, stop: number): number {
  const lf = raw.indexOf(LF, at);
  return lf < 0 || lf >= stop ? stop : lf + 1;
}

/** `end` without the CRLF or LF before it. */
function contentEnd(raw: Buffer, start: number, end: number): number {
  if (end <= start || raw[end - 1] !== LF) return end;
  return end - 1 > start && raw[end - 2] === CR ? end - 2 : end - 1;
}
