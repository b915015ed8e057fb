import type { Hash } from "node:crypto";
import { CR, LF } from "../ascii.ts";

/** Number of lines at the end of a body that are tried as a footer. */
const MAX_FOOTER_LINES = 300;

/**
 * Returns the number of canonical bytes before the footer that was added to a signed body; undefined if there is none. The hash is
 * computed once: its state is copied after each of the last lines.
 *
 * @param hash a new hash of the signature's algorithm
 * @param bodyHash the signed hash, in base64
 */
export function findFooter(canonical: Buffer, hash: Hash, bodyHash: string): number | undefined {
  let hashed = 0;
  for (const end of findLastLineEnds(canonical)) {
    hash.update(canonical.subarray(hashed, end));
    hashed = end;
    if (hash.copy().digest("base64") === bodyHash) return end;
  }
  return undefined;
}

/** Returns the offsets after the last lines that are not empty, in order, without the last one of all. */
function findLastLineEnds(canonical: Buffer): number[] {
  const ends: number[] = [];
  let at = canonical.length - 1;
  while (ends.length < MAX_FOOTER_LINES) {
    at = at <= 0 ? -1 : canonical.lastIndexOf(LF, at - 1);
    if (at < 0) break;
    // An empty line at the end of a signed body is not part of its canonical form.
    const isEmpty = canonical[at - 1] === CR && (at === 1 || canonical[at - 2] === LF);
    if (!isEmpty) ends.push(at + 1);
  }
  return ends.toReversed();
}

/** Returns the offset in the received body of a line end in its canonical form: both have the same lines. */
export function findSourceOffset(body: Buffer, canonical: Buffer, lineEnd: number): number {
  let offset = 0;
  for (let at = canonical.indexOf(LF); at >= 0 && at < lineEnd; at = canonical.indexOf(LF, at + 1))
    offset = body.indexOf(LF, offset) + 1;
  return offset;
}
