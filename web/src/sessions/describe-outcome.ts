import type { SessionSummary } from "@mailglass/shared";

/** What tells most of how a session went: the refusal that made it fail, how it ended without one, or its last reply. */
export function describeOutcome({ failed, lastReply, lastRefusal }: SessionSummary): string {
  if (!failed) return lastReply;
  if (lastRefusal !== "") return lastRefusal;
  if (lastReply === "") return "Ended before any reply";
  // It said QUIT (RFC 5321 §4.1.1.10), and failed because it brought no message.
  return lastReply.startsWith("221") ? "QUIT without a message" : `Hung up after ${lastReply}`;
}
