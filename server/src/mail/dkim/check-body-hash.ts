import { addMissingCrs, canonicalizeBody, hasUnixLineEnds } from "./canonicalize-body.ts";
import { type BodyMismatch, type BodySource, explainBodyMismatch } from "./explain-body-mismatch.ts";
import type { DkimSignature } from "./parse-signature.ts";
import { hashBase64 } from "./signature-hash.ts";

/** The result of hashing a body as its signature says (RFC 6376 §3.7). */
export interface BodyHashResult {
  readonly matches: boolean;
  /** The hash of the body that was received, in base64. */
  readonly computed: string;
  /** Length of the canonicalised body, in bytes. */
  readonly canonicalBytes: number;
  /** Number of bytes that were hashed: less than `canonicalBytes` with l=. */
  readonly hashedBytes: number;
  readonly mismatch: BodyMismatch | null;
}

/**
 * Recomputes bh=. The time is linear in the size of the body.
 *
 * @param explain whether a mismatch is explained
 */
export function checkBodyHash(source: BodySource, signature: DkimSignature, explain: boolean): BodyHashResult {
  const received = source.raw.subarray(source.bodyStart);
  const body = hasUnixLineEnds(source.raw) ? addMissingCrs(received) : received;
  const mode = signature.canonicalization.body;
  const canonical = canonicalizeBody(body, mode);
  const hashed = signature.bodyLength === null ? canonical : canonical.subarray(0, signature.bodyLength);
  const computed = hashBase64(hashed, signature);
  const matches = computed === signature.bodyHash && hashed.length === (signature.bodyLength ?? hashed.length);
  const result = { computed, canonicalBytes: canonical.length, hashedBytes: hashed.length };
  if (matches || !explain) return { ...result, matches, mismatch: null };
  const input = { body, canonical, mode, decoded: undefined };
  return { ...result, matches, mismatch: explainBodyMismatch(source, input, signature, computed) };
}
