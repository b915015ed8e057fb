import { isHeaderField, isMboxLine, nextLineStart, skipBlanks, trimLineEnd } from "./header-line.ts";

/** What precedes the first field of a message, where that is not a field itself. */
export interface LeadIn {
  readonly kind: "byte order mark" | "blank line" | "mbox line" | "indentation";
  readonly start: number;
  readonly end: number;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads over what programs put before the header of a message: a byte order mark, an mbox line, blank lines, blanks before the
 * first field. RFC 5322 §2.1 allows none of it. Blank lines and blanks are passed over only if a field of a header
 * follows: otherwise the message has no header, and its body begins with them.
 *
 * @returns what was passed over, and the offset of the first field
 */
export function skipLeadIn(
  raw: Buffer,
  start: number,
  stop: number,
  isEnd: (line: number) => boolean,
): { readonly leadIn: readonly LeadIn[]; readonly end: number } {
  const leadIn: LeadIn[] = [];
  let offset = start;
  if (raw.compare(BYTE_ORDER_MARK, 0, 3, offset, Math.min(offset + 3, stop)) === 0) {
    leadIn.push({ kind: "byte order mark", start: offset, end: offset + 3 });
    offset += 3;
  }
  /** What remains if no header follows. */
  let certain = { leadIn: [...leadIn], end: offset };
  let blanksStart = offset;
  const pushBlankLines = () => {
    if (offset > blanksStart) leadIn.push({ kind: "blank line", start: blanksStart, end: offset });
  };
  while (offset < stop && !isEnd(offset)) {
    const next = nextLineStart(raw, offset, stop);
    const text = skipBlanks(raw, offset, next);
    if (text === trimLineEnd(raw, offset, next) && next > text) {
      offset = next;
      continue;
    }
    if (isMboxLine(raw, offset) && leadIn.every(({ kind }) => kind !== "mbox line")) {
      pushBlankLines();
      leadIn.push({ kind: "mbox line", start: offset, end: next });
      offset = next;
      blanksStart = next;
      certain = { leadIn: [...leadIn], end: next };
      continue;
    }
    if (!isHeaderField(raw, text, next)) return certain;
    pushBlankLines();
    if (text > offset) leadIn.push({ kind: "indentation", start: offset, end: text });
    return { leadIn, end: text };
  }
  return certain;
}
