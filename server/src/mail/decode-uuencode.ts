import { type DecodedBody, NO_FOOTER } from "./decoded-body.ts";

/** Returns the six bits that a character encodes. Space and ` both encode 0. */
const valueOf = (byte: number | undefined): number => ((byte ?? 32) - 32) & 63;

/**
 * Decodes the first file of a uuencoded body (POSIX.1-2017, uuencode). A body without a `begin` line is returned unchanged. Blanks
 * that are missing at the end of a line are assumed.
 */
export function decodeUuencode(body: Buffer): DecodedBody {
  const begin = /^begin [0-7]{3,4} [^\n]*\n/m.exec(body.toString("latin1"));
  if (begin === null) return { bytes: body, footer: NO_FOOTER };
  const decoded = Buffer.alloc(body.length);
  let length = 0;
  let at = begin.index + begin[0].length;
  while (at < body.length) {
    const lf = body.indexOf("\n", at);
    const next = lf < 0 ? body.length : lf + 1;
    const line = trimLine(body.subarray(at, next));
    at = next;
    if (line.toString("latin1") === "end") break;
    const bytes = valueOf(line[0]);
    for (let group = 0; group * 3 < bytes; group++) {
      const bits = [1, 2, 3, 4].reduce((sum, index) => (sum << 6) | valueOf(line[group * 4 + index]), 0);
      const count = Math.min(3, bytes - group * 3);
      if (length + count > decoded.length) break;
      for (let index = 0; index < count; index++) decoded[length++] = (bits >> (16 - 8 * index)) & 255;
    }
  }
  return { bytes: decoded.subarray(0, length), footer: body.subarray(at) };
}

function trimLine(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === 10 || line[end - 1] === 13)) end--;
  return line.subarray(0, end);
}
