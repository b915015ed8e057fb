import { isHeaderField, isMboxLine, nextLineStart, skipBlanks, trimLineEnd } from "./header-line.ts";

/** Bytes before the first field of a message that are not part of a field. */
export interface LeadIn {
  readonly kind: "byte order mark" | "blank line" | "mbox line" | "indentation";
  readonly start: number;
  readonly end: number;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Skips what programs put before the header of a message: a byte order mark, an mbox line, blank lines, blanks before the
 * first field. RFC 5322 §2.1 allows none of these. Blank lines and blanks are skipped only if a header field
 * follows: otherwise the message has no header, and its body begins with them.
 *
 * @returns what was skipped, and the offset of the first field
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
  /** The result if no header follows. */
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
