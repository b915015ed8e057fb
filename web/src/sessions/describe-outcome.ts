import type { SessionSummary } from "@mailglass/shared";

/** Describes the outcome: what went wrong, the refusal, how it ended, or the last reply. */
export function describeOutcome({ failed, mainFinding, lastReply, lastRefusal }: SessionSummary): string {
  const isTelling = mainFinding !== null && (failed || mainFinding.severity !== "info");
  if (isTelling) return mainFinding.text;
  if (!failed) return lastReply;
  if (lastRefusal !== "") return lastRefusal;
  if (lastReply === "") return "Ended before any reply";
  // The client sent QUIT (RFC 5321 §4.1.1.10); the session failed because it delivered no message.
  return lastReply.startsWith("221") ? "QUIT without a message" : `Disconnected after ${lastReply}`;
}
