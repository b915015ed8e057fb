import { CR, LF } from "../ascii.ts";
import type { Entity } from "../mime-entity.ts";
import type { ParsedMail } from "../parsed-mail.ts";
import type { ByteRange, FindingList } from "./finding-list.ts";

/** Maximum bytes of a line without its CRLF (RFC 5322 §2.1.1). */
const MAX_LINE_OCTETS = 998;
const ADVISED_LINE_OCTETS = 78;
/** Maximum characters of a line of base64 (RFC 2045 §6.8). */
const MAX_BASE64_LINE_OCTETS = 76;
const DOT = 0x2e;

/** Checks line ends, line lengths and NULs in one pass over the bytes, up to `limit`. Regular lines of base64 are skipped. */
export function lintLines(parsed: ParsedMail, limit: number, found: FindingList): void {
  const { raw, deliveredAt } = parsed;
  const stop = Math.min(limit, raw.length);
  const bodies = parsed.tree.entities.filter(
    ({ encoding, encodedIn, children }) => encoding === "base64" && encodedIn === null && children.length === 0,
  );
  const base64 = new RangeCursor(bodies);
  const regularEnds = findRegularLines(parsed, bodies);
  let lineStart = 0;
  for (let offset = 0; offset < stop; offset++) {
    const byte = raw[offset];
    // Nearly all bytes are handled here.
    if (byte === undefined || byte > CR) continue;
    if (byte === LF) {
      const hasCr = offset > 0 && raw[offset - 1] === CR;
      if (!hasCr) found.add("bare-lf", { start: offset, end: offset + 1 });
      // The data went on. A server that takes this as its end reads the rest as commands (SMTP smuggling).
      if (!hasCr && deliveredAt !== undefined && raw[offset + 1] === DOT && raw[offset + 2] === LF)
        found.add("bare-lf-end-of-data", { start: offset, end: offset + 3 });
      lintLineLength(raw, { start: lineStart, end: hasCr ? offset - 1 : offset }, base64, found);
      lineStart = regularEnds.get(offset + 1) ?? offset + 1;
      offset = lineStart - 1;
    } else if (byte === CR) {
      if (raw[offset + 1] === LF) continue;
      const isDoubled = raw[offset + 1] === CR && raw[offset + 2] === LF;
      found.add(isDoubled ? "doubled-cr" : "bare-cr", { start: offset, end: offset + 1 });
    } else if (byte === 0) {
      found.add("nul", { start: offset, end: offset + 1 });
    }
  }
  lintLineLength(raw, { start: lineStart, end: stop }, base64, found);
}

/** Returns where the lines of base64 that need no check start, each with where they end. */
function findRegularLines(parsed: ParsedMail, bodies: readonly Entity[]): ReadonlyMap<number, number> {
  return new Map(
    bodies.flatMap((entity) => {
      const { lineLength, fullLinesBytes } = parsed.regularBase64(entity) ?? NO_LINES;
      return lineLength > MAX_BASE64_LINE_OCTETS ? [] : [[entity.bodyStart, entity.bodyStart + fullLinesBytes]];
    }),
  );
}

const NO_LINES = { lineLength: 0, fullLinesBytes: 0 };

function lintLineLength(raw: Buffer, line: ByteRange, base64: RangeCursor, found: FindingList): void {
  const length = line.end - line.start;
  if (length <= MAX_BASE64_LINE_OCTETS) return;
  const isBase64 = base64.includes(line.start);
  // A CR too many is no character of base64.
  const hasOddCr = length === MAX_BASE64_LINE_OCTETS + 1 && raw[line.end - 1] === CR;
  if (isBase64 && !hasOddCr) found.add("base64-line-length", line, `${length} characters`);
  if (length > MAX_LINE_OCTETS) {
    const fix = isBase64 ? "Break the base64 into lines of 76 characters" : undefined;
    found.add("line-too-long", line, `${length} bytes`, fix);
  } else if (length > ADVISED_LINE_OCTETS && !isBase64) {
    found.add("line-over-78", line, `${length} characters`);
  }
}

/** The bodies in base64, in order. Offsets that are looked up must increase. */
class RangeCursor {
  readonly #entities: readonly Entity[];
  #index = 0;

  constructor(entities: readonly Entity[]) {
    this.#entities = entities;
  }

  includes(offset: number): boolean {
    while ((this.#entities[this.#index]?.end ?? Number.POSITIVE_INFINITY) <= offset) this.#index++;
    const entity = this.#entities[this.#index];
    return entity !== undefined && entity.bodyStart <= offset;
  }
}
