import { createHash } from "node:crypto";

/** Returns a text that is the same for the same credential, and does not reveal it. */
export function hashCredential(credential: string): string {
  return createHash("sha256").update(credential).digest("base64url");
}
