/** A row of the code view, in UTF-16 code units: `end` is the offset after the last, without the line end. */
export interface CodeRow {
  readonly start: number;
  readonly end: number;
  /** Number of the line, from 1; null if the row continues the line above. */
  readonly line: number | null;
}

/** Splits text into lines, and lines of more than `maxLength` UTF-16 code units into several rows. */
export function splitRows(text: string, maxLength: number): CodeRow[] {
  const rows: CodeRow[] = [];
  let line = 0;
  for (const match of text.matchAll(/[^\r\n]*(\r\n|\r|\n|$)/g)) {
    const [whole, lineEnd = ""] = match;
    if (whole === "" && line > 0) break;
    line += 1;
    const lineStart = match.index;
    const lineEndAt = lineStart + whole.length - lineEnd.length;
    let start = lineStart;
    do {
      const end = Math.min(lineEndAt, start + maxLength);
      rows.push({ start, end, line: start === lineStart ? line : null });
      start = end;
    } while (start < lineEndAt);
  }
  return rows;
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
