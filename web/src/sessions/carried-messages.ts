import type { MessageSummary, SessionSummary } from "@mailglass/shared";

/** Returns the first message of each session by session id, if it is in the list. */
export function findCarriedMessages(
  sessions: readonly SessionSummary[],
  messages: readonly MessageSummary[],
): ReadonlyMap<string, MessageSummary> {
  const wanted = new Set(sessions.flatMap(({ messageIds }) => messageIds.slice(0, 1)));
  const found = new Map<string, MessageSummary>();
  for (const message of messages) {
    if (found.size === wanted.size) break;
    if (wanted.has(message.id)) found.set(message.id, message);
  }
  return found;
}
