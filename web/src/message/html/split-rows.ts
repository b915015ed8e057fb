/** A row of the code view, in UTF-16 code units: `end` is the offset after the last, without the line end. */
export interface CodeRow {
  readonly start: number;
  readonly end: number;
  /** Number of the line, from 1; null if the row continues the line above. */
  readonly line: number | null;
}

/** Matches a line with its end; also the empty text after the last line end. */
const LINE = /[^\r\n]*(\r\n|\r|\n|$)/g;

/** Returns the number of lines; a line end at the end of the text begins no other line. */
export function countLines(text: string): number {
  const ends = text.match(/\r\n|\r|\n/g)?.length ?? 0;
  return /[\r\n]$/.test(text) ? ends : ends + 1;
}

/**
 * Splits text into lines, and lines of more than `maxLength` UTF-16 code units into several rows, which end at a
 * blank, a tag or a declaration if there is one in their second half.
 */
export function splitRows(text: string, maxLength: number): CodeRow[] {
  const rows: CodeRow[] = [];
  let line = 0;
  for (const match of text.matchAll(LINE)) {
    const [whole, lineEnd = ""] = match;
    if (whole === "" && line > 0) break;
    line += 1;
    const lineStart = match.index;
    const lineEndAt = lineStart + whole.length - lineEnd.length;
    let start = lineStart;
    do {
      const end = lineEndAt - start <= maxLength ? lineEndAt : findRowEnd(text, start, start + maxLength);
      rows.push({ start, end, line: start === lineStart ? line : null });
      start = end;
    } while (start < lineEndAt);
  }
  return rows;
}

/** Returns where a row that may extend from `start` to `limit` ends. */
function findRowEnd(text: string, start: number, limit: number): number {
  for (let end = limit; end > (start + limit) / 2; end -= 1) {
    if (text.charAt(end) === "<" || " \t>;".includes(text.charAt(end - 1))) return end;
  }
  return limit;
}

/** Returns the index of the row that contains an offset. */
export function rowAtOffset(rows: readonly CodeRow[], offset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((rows[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
