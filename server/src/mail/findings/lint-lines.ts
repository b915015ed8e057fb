import { CR, LF } from "../ascii.ts";
import type { FindingList } from "./finding-list.ts";

/** Maximum bytes of a line without its CRLF (RFC 5322 §2.1.1). */
const MAX_LINE_OCTETS = 998;
const ADVISED_LINE_OCTETS = 78;

/** Checks line ends, line lengths and NULs in one pass over the bytes, up to `limit`. */
export function lintLines(raw: Buffer, limit: number, found: FindingList): void {
  const stop = Math.min(limit, raw.length);
  let lineStart = 0;
  for (let offset = 0; offset < stop; offset++) {
    const byte = raw[offset];
    // Nearly all bytes are handled here.
    if (byte === undefined || byte > CR) continue;
    if (byte === LF) {
      const hasCr = offset > 0 && raw[offset - 1] === CR;
      if (!hasCr) found.add("bare-lf", { start: offset, end: offset + 1 });
      lintLineLength(lineStart, hasCr ? offset - 1 : offset, found);
      lineStart = offset + 1;
    } else if (byte === CR) {
      if (raw[offset + 1] === LF) continue;
      const isDoubled = raw[offset + 1] === CR && raw[offset + 2] === LF;
      found.add(isDoubled ? "doubled-cr" : "bare-cr", { start: offset, end: offset + 1 });
    } else if (byte === 0) {
      found.add("nul", { start: offset, end: offset + 1 });
    }
  }
  lintLineLength(lineStart, stop, found);
}

function lintLineLength(start: number, end: number, found: FindingList): void {
  const length = end - start;
  if (length <= ADVISED_LINE_OCTETS) return;
  if (length > MAX_LINE_OCTETS) found.add("line-too-long", { start, end }, `${length} bytes`);
  else found.add("line-over-78", { start, end }, `${length} characters`);
}
