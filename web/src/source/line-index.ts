/** A row of the source holds at most this many bytes: a line of megabytes is many rows. */
export const ROW_BYTES = 256;

const LF = 0x0a;

/**
 * Where the rows of a source begin, learned as its bytes come in. A row is a line, or a piece of one that is too long.
 * Eight million rows are four bytes each; which of them go on a line is told by a second, short list.
 */
export class LineIndex {
  #starts = new Uint32Array(1024);
  #rows = 0;
  /** Rows that go on the line of the row before, ascending. */
  readonly #continued: number[] = [];
  #scanned = 0;
  #rowStart = 0;
  #ended = false;

  /** Rows known so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes looked at so far. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Looks at the bytes up to `end`, and no further, so that it can be done in slices. */
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

  /** Ends rows inside of a long line, never in the midst of a UTF-8 character. */
  #splitLongLine(bytes: Uint8Array, stop: number): void {
    while (stop - this.#rowStart > ROW_BYTES) {
      let cut = this.#rowStart + ROW_BYTES;
      for (let back = 0; back < 3 && ((bytes[cut] ?? 0) & 0xc0) === 0x80; back++) cut -= 1;
      // Room for the line end: it belongs to the row that it ends.
      if (stop - cut <= 2) return;
      this.#endRow(cut);
      this.#continued.push(this.#rows);
    }
  }

  /** The row that began at `#rowStart` ends here. */
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

  /** The row that holds a byte. */
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

  /** Number of a row's line, from 1; null for a row that goes on the line of the row before. */
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
