import { CR, LF, SPACE, TAB } from "../ascii.ts";
import type { Canonicalization } from "./parse-signature.ts";

const LINE_END = Buffer.from("\r\n");

/**
 * Canonicalises a body (RFC 6376 §3.4.3, §3.4.4), in linear time. A lone CR or LF is not a line end. The n-th line of the result
 * is the n-th line of the body: only empty lines at the end are removed.
 */
export function canonicalizeBody(body: Buffer, mode: Canonicalization): Buffer {
  if (mode === "relaxed") return relaxBody(body);
  const end = trimLineEnds(body, body.length);
  if (body.length >= end + LINE_END.length) return body.subarray(0, end + LINE_END.length);
  return Buffer.concat([body, LINE_END]);
}

function relaxBody(body: Buffer): Buffer {
  const relaxed = Buffer.allocUnsafe(body.length + LINE_END.length);
  let length = 0;
  let areBlanksPending = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte === SPACE || byte === TAB) {
      areBlanksPending = true;
      continue;
    }
    const isLineEnd = byte === CR && body[at + 1] === LF;
    if (areBlanksPending && !isLineEnd) relaxed[length++] = SPACE;
    areBlanksPending = false;
    relaxed[length++] = byte;
  }
  const end = trimLineEnds(relaxed, length);
  if (end === 0) return Buffer.alloc(0);
  LINE_END.copy(relaxed, end);
  return relaxed.subarray(0, end + LINE_END.length);
}

/** Returns the offset after the last byte that is not part of the line ends before `end`. */
function trimLineEnds(bytes: Buffer, end: number): number {
  let at = end;
  while (at >= 2 && bytes[at - 2] === CR && bytes[at - 1] === LF) at -= 2;
  return at;
}

/** Replaces each LF without a CR before it by CR LF. */
export function addMissingCrs(bytes: Buffer): Buffer {
  let missing = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LF && bytes[at - 1] !== CR) missing++;
  if (missing === 0) return bytes;
  const complete = Buffer.allocUnsafe(bytes.length + missing);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === LF && bytes[at - 1] !== CR) complete[length++] = CR;
    complete[length++] = byte;
  }
  return complete;
}

/** Whether a source has only LF line ends, as files on Unix do. Such a source is canonicalised as if it had CR LF. */
export function hasUnixLineEnds(source: Buffer): boolean {
  return source.includes(LF) && !source.includes(LINE_END);
}
