import { revealHidden } from "../model/reveal-hidden.ts";
import type { ByteRange } from "../model/route.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The bytes of a row as text: what cannot be seen is shown as its picture, the final CRLF not at all. */
export function decodeRow(bytes: Uint8Array): string {
  return revealHidden(decoder.decode(withoutLineEnd(bytes)));
}

/** How a row ends, where that is not CRLF (RFC 5322 §2.3 knows no other line end). */
export function bareLineEnd(bytes: Uint8Array): "LF" | null {
  return bytes.at(-1) === 0x0a && bytes.at(-2) !== 0x0d ? "LF" : null;
}

function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}

/**
 * Cuts a row's bytes where marked ranges begin and end in it, so that each piece can be decoded by itself. Ranges are
 * ascending and do not overlap. `index` is that of the range, -1 for what is not marked.
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
