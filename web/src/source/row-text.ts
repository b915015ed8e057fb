import { revealHidden } from "../model/reveal-hidden.ts";
import type { ByteRange } from "../model/route.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes the bytes of a row. Invisible characters are shown as pictures, the final CRLF is omitted. */
export function decodeRow(bytes: Uint8Array): string {
  return revealHidden(decoder.decode(withoutLineEnd(bytes)));
}

/** Returns the row's line end if it is not CRLF, the only one that RFC 5322 §2.3 allows. */
export function bareLineEnd(bytes: Uint8Array): "LF" | null {
  return bytes.at(-1) === 0x0a && bytes.at(-2) !== 0x0d ? "LF" : null;
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

/**
 * Splits a row's bytes at the boundaries of highlighted ranges, so that each piece can be decoded separately. Ranges
 * are ascending and do not overlap. `index` is the index of the range, or -1.
 */
export function splitAtRanges(
  start: number,
  end: number,
  ranges: readonly ByteRange[],
): { readonly start: number; readonly end: number; readonly index: number }[] {
  const pieces = [];
  let at = start;
  for (const [index, range] of ranges.entries()) {
    if (range.end <= at) continue;
    if (range.start >= end) break;
    if (range.start > at) pieces.push({ start: at, end: range.start, index: -1 });
    const from = Math.max(at, range.start);
    at = Math.min(end, range.end);
    pieces.push({ start: from, end: at, index });
  }
  if (at < end) pieces.push({ start: at, end, index: -1 });
  return pieces;
}
