/** Bytes kept of the beginning, and of the end, of a message whose transfer was interrupted. */
const KEPT_BYTES = 16 * 1024;

/** What was received of a message before the connection closed. */
export interface InterruptedData {
  /** Octets that were received, after dot-unstuffing. */
  readonly size: number;
  readonly head: Uint8Array;
  /** The end; empty if `head` has everything. */
  readonly tail: Uint8Array;
}

/** Copies the first and the last KEPT_BYTES of a message, which is in `chunks`. */
export function copyInterruptedData(chunks: readonly Uint8Array[]): InterruptedData {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const head = copyRange(chunks, 0, Math.min(size, KEPT_BYTES));
  return { size, head, tail: copyRange(chunks, Math.max(head.length, size - KEPT_BYTES), size) };
}

/** Copies the bytes from `start` to `end` (exclusive). */
function copyRange(chunks: readonly Uint8Array[], start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  let offset = 0;
  for (const chunk of chunks) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, chunk.length);
    if (from < to) copy.set(chunk.subarray(from, to), offset + from - start);
    offset += chunk.length;
  }
  return copy;
}

const CR = 13;
const LF = 10;
const DOT = 46;

/**
 * Whether the data has a line with only a dot that has a bare LF before it. It does not end the data (RFC 5321 §4.1.1.4), although the
 * client may think so. After CRLF, the dot was removed: see `DataReader`.
 */
export function hasBareLfEnd({ head, tail }: InterruptedData): boolean {
  return [head, tail].some((bytes) => {
    for (let dot = bytes.indexOf(DOT); dot !== -1; dot = bytes.indexOf(DOT, dot + 1)) {
      if (bytes[dot - 1] !== LF) continue;
      const isBareBefore = bytes[dot - 2] !== CR;
      const isBareAfter = bytes[dot + 1] === LF;
      if (isBareAfter || (isBareBefore && bytes[dot + 1] === CR && bytes[dot + 2] === LF)) return true;
    }
    return false;
  });
}
