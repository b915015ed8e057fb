import { createHash, type Hash } from "node:crypto";
import type { DkimSignature } from "./parse-signature.ts";

/** Creates a hash of a signature's algorithm. */
export function createSignatureHash({ algorithm }: Pick<DkimSignature, "algorithm">): Hash {
  return createHash(algorithm === "rsa-sha1" ? "sha1" : "sha256");
}

/** Returns the hash of some bytes in base64. */
export function hashBase64(bytes: Buffer, signature: Pick<DkimSignature, "algorithm">): string {
  return createSignatureHash(signature).update(bytes).digest("base64");
}
