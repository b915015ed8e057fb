import type { LeadIn } from "./header-lead-in.ts";
import {
  findColon,
  isBlank,
  isHeaderField,
  isMboxLine,
  mayBeField,
  nextLineStart,
  skipBlanks,
  trimLineEnd,
} from "./header-line.ts";

/** The byte range of a header field in the source (RFC 5322 §2.2). */
export interface FieldRange {
  /** The name as written. */
  readonly name: string;
  /** The name in lower case, for comparison. */
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

/** Maximum bytes of one field's value that are read; the source view shows all of it. */
export const MAX_FIELD_VALUE_BYTES = 64 * 1024;

/** A line of a header block that is not a field. */
export interface StrayLine {
  readonly start: number;
  readonly end: number;
}

export interface HeaderBlock {
  readonly fields: readonly FieldRange[];
  /** Bytes before the first field; always empty for a block that is not the header of a message. */
  readonly leadIn: readonly LeadIn[];
  /** Lines between the fields that are not fields. */
  readonly strayLines: readonly StrayLine[];
  /** Offset after the last byte of the block, before the blank line. */
  readonly end: number;
  /** Offset of the first byte of the body. */
  readonly bodyStart: number;
  /** What ends the block. A `line` is not a field: the body starts with it, as in Postfix and Python. */
  readonly endedBy: "blank line" | "line" | "end of source";
}

/** Maximum number of listed fields. The block may continue after them. */
const MAX_FIELDS = 5_000;

/**
 * Called with the offset of each line and the fields before it. Returns true if the header ends before the line. It may throw
 * to stop a scan that takes too long.
 */
export type IsHeaderEnd = (line: number, fields: readonly FieldRange[]) => boolean;

/**
 * Reads a header block from `start`. It ends at the first blank line, at `stop`, and where `isEnd` returns true. A line that is
 * not a field ends it as well, unless a field follows before the next blank line.
 */
export function scanHeaderBlock(
  raw: Buffer,
  start: number,
  stop: number = raw.length,
  isEnd: IsHeaderEnd = () => false,
): HeaderBlock {
  const fields: FieldRange[] = [];
  const strayLines: StrayLine[] = [];
  const finish = (end: number, bodyStart: number, endedBy: HeaderBlock["endedBy"]) => ({
    fields,
    leadIn: [],
    strayLines,
    end,
    bodyStart,
    endedBy,
  });
  let offset = start;
  while (offset < stop && !isEnd(offset, fields)) {
    const next = nextLineStart(raw, offset, stop);
    if (trimLineEnd(raw, offset, next) === offset) return finish(offset, next, "blank line");
    const colon = findColon(raw, offset, next);
    if (colon < 0) {
      const resumed =
        fields.length > 0
          ? findFieldAfter(raw, next, stop, (line) => isEnd(line, fields))
          : isMboxLine(raw, offset)
            ? next
            : -1;
      if (resumed < 0) return finish(offset, offset, "line");
      while (offset < resumed) {
        const end = nextLineStart(raw, offset, stop);
        strayLines.push({ start: offset, end });
        offset = end;
      }
      continue;
    }
    let end = next;
    while (end < stop && isBlank(raw[end]) && !isEnd(end, fields)) end = nextLineStart(raw, end, stop);
    if (fields.length < MAX_FIELDS) fields.push(createFieldRange(raw, offset, colon, end));
    offset = end;
  }
  return finish(offset, offset, offset < stop ? "line" : "end of source");
}

/**
 * Returns the offset of the field after a stray line; -1 if a blank line or the end comes first. `first` is the line after the
 * stray one. On that line, any field counts; below it, only well-known field names count.
 */
function findFieldAfter(raw: Buffer, first: number, stop: number, isEnd: (line: number) => boolean): number {
  let offset = first;
  while (offset < stop && !isEnd(offset)) {
    const next = nextLineStart(raw, offset, stop);
    if (skipBlanks(raw, offset, next) === trimLineEnd(raw, offset, next)) return -1;
    if (offset === first ? mayBeField(raw, offset, next) : isHeaderField(raw, offset, next)) return offset;
    offset = next;
  }
  return -1;
}

/** Returns the first `limit` bytes of the value as sent, with its folds. */
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
    valueEnd: trimLineEnd(raw, colon + 1, end),
    end,
  };
}
