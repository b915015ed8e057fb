import { randomUUID } from "node:crypto";
import type { ProviderCall } from "./provider.ts";

/** Returns the access key of a signature of AWS, version 4; the signature itself is not verified. */
export function readAwsCredential({ headers }: ProviderCall): string | undefined {
  return /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)/.exec(headers["authorization"] ?? "")?.[1];
}

/** Maximum messages of a bulk request, in both versions. */
export const MAX_BULK_ENTRIES = 50;

/** Creates an id as SES does: 0100018c…-6a5e3c6e-…-000000. */
export function createSesId(): string {
  return `0100${Date.now().toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
}
