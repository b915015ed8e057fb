/** Maximum bytes in a row of the source: a line of megabytes becomes many rows. */
export const ROW_BYTES = 256;

const LF = 0x0a;

/**
 * Offsets of rows, found while scanning. A row is a line or a piece of a long one. Eight million rows take four bytes
 * each; a second, short list has the rows that continue a line.
 */
export class LineIndex {
  #starts = new Uint32Array(1024);
  #rows = 0;
  /** Rows that continue the line of the previous row, ascending. */
  readonly #continued: number[] = [];
  #scanned = 0;
  #rowStart = 0;
  #ended = false;

  /** Number of rows known so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Number of bytes scanned so far. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Scans up to `end`, so that scanning can be divided into slices. */
  scan(bytes: Uint8Array, end: number, isLast: boolean): void {
    let at = this.#scanned;
    while (at < end) {
      const found = bytes.indexOf(LF, at);
      const stop = found === -1 || found >= end ? end : found + 1;
      this.#splitLongLine(bytes, stop);
      if (stop !== end || bytes[stop - 1] === LF) this.#endRow(stop);
      at = stop;
    }
    this.#scanned = end;
    if (isLast && !this.#ended) {
      this.#ended = true;
      if (this.#rowStart < end) this.#endRow(end);
    }
  }

  /** Splits a long line into rows, never inside a UTF-8 character. */
  #splitLongLine(bytes: Uint8Array, stop: number): void {
    while (stop - this.#rowStart > ROW_BYTES) {
      let cut = this.#rowStart + ROW_BYTES;
      for (let back = 0; back < 3 && ((bytes[cut] ?? 0) & 0xc0) === 0x80; back++) cut -= 1;
      // Leave space for the line end, which belongs to the row it ends.
      if (stop - cut <= 2) return;
      this.#endRow(cut);
      this.#continued.push(this.#rows);
    }
  }

  /** Ends the row that began at `#rowStart`. */
  #endRow(end: number): void {
    if (this.#rows + 1 >= this.#starts.length) {
      const larger = new Uint32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#rows] = this.#rowStart;
    this.#rows += 1;
    this.#starts[this.#rows] = end;
    this.#rowStart = end;
  }

  /** Offset of a row's first byte. */
  start(row: number): number {
    return this.#starts[row] ?? 0;
  }

  /** Offset after a row's last byte, line end included. */
  end(row: number): number {
    return this.#starts[row + 1] ?? this.#scanned;
  }

  /** The row that contains a byte. */
  rowAt(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.#rows - 1);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Line number of a row, from 1; null for a row that continues the previous line. */
  lineNumber(row: number): number | null {
    let low = 0;
    let high = this.#continued.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#continued[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return this.#continued[low] === row ? null : row - low + 1;
  }

  get lines(): number {
    return this.#rows - this.#continued.length;
  }
}
