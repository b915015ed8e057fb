import type { ProviderReply } from "./provider.ts";
import { type ErrorFacts, joinMessages, ProviderError } from "./provider-error.ts";

/* Postmark's errors: https://postmarkapp.com/developer/api/overview#error-codes */

export function formatPostmarkError({ kind, problems, code: ownCode }: ErrorFacts): ProviderReply {
  const { status, code } = POSTMARK_ERRORS[kind];
  const message = joinMessages(problems);
  return { status, body: { ErrorCode: ownCode ?? code, Message: message } };
}

/** Codes of what is invalid besides 300. */
const INVALID_CODES = {
  incompatibleJson: 403,
  tooManyMessages: 410,
  templateQuery: 1100,
  templateUnknown: 1101,
  templateLimit: 1105,
  templateFieldMissing: 1120,
  templateTooLarge: 1121,
  templateFieldInvalid: 1122,
} as const;

/** Creates an error 422 that has a code of its own. */
export const createPostmarkRefusal = (name: keyof typeof INVALID_CODES, message: string): ProviderError =>
  new ProviderError("invalid", [{ field: "", message }], { code: INVALID_CODES[name] });

const POSTMARK_ERRORS: Readonly<Record<ErrorFacts["kind"], { readonly status: number; readonly code: number }>> = {
  invalid: { status: 422, code: 300 },
  unreadable: { status: 422, code: 402 },
  missing: { status: 422, code: 300 },
  unauthorized: { status: 401, code: 10 },
  rejected: { status: 422, code: 406 },
  "too-large": { status: 413, code: 300 },
  "not-found": { status: 404, code: 701 },
  conflict: { status: 409, code: 300 },
  "rate-limited": { status: 429, code: 429 },
  // Maintenance.
  unavailable: { status: 503, code: 100 },
};

// Libraries find the addresses in these texts.

/** Returns the error 406: all recipients of a message are inactive. */
export function refuseInactive(addresses: readonly string[]): ProviderReply {
  const message = `You tried to send to recipient(s) that have been marked as inactive. Found ${listInactive(addresses)}`;
  return formatPostmarkError({ kind: "rejected", status: 422, problems: [{ field: "To", message }] });
}

/** Returns the text of a reply for a message of which some recipients are inactive. */
export function describeInactive(addresses: readonly string[]): string {
  return `Message OK, but will not deliver to these ${listInactive(addresses)}`;
}

function listInactive(addresses: readonly string[]): string {
  const reasons = "a hard bounce, a spam complaint, or a manual suppression";
  return `inactive addresses: ${addresses.join(", ").toLowerCase()}. Inactive recipients are ones that have generated ${reasons}.`;
}
