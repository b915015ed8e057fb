import type { FindingList } from "./finding-list.ts";

const LF = 10;
const CR = 13;
/** Octets of a line without its CRLF (RFC 5322 §2.1.1). */
const MUST = 998;
const SHOULD = 78;

/** Looks at every byte once, up to `limit`: line ends, lengths of lines, NULs. */
export function findInLines(raw: Buffer, limit: number, found: FindingList): void {
  const stop = Math.min(limit, raw.length);
  let line = 0;
  for (let at = 0; at < stop; at++) {
    const byte = raw[at];
    // Nearly all bytes end here.
    if (byte === undefined || byte > CR) continue;
    if (byte === LF) {
      const hasCr = at > 0 && raw[at - 1] === CR;
      if (!hasCr) found.add("bare-lf", { start: at, end: at + 1 });
      checkLength(line, hasCr ? at - 1 : at, found);
      line = at + 1;
    } else if (byte === CR) {
      if (raw[at + 1] !== LF) found.add("bare-cr", { start: at, end: at + 1 });
    } else if (byte === 0) {
      found.add("nul", { start: at, end: at + 1 });
    }
  }
  checkLength(line, stop, found);
}

function checkLength(start: number, end: number, found: FindingList): void {
  const length = end - start;
  if (length <= SHOULD) return;
  if (length > MUST) found.add("line-too-long", { start, end }, `${length} octets`);
  else found.add("line-over-78", { start, end }, `${length} characters`);
}
