import type { Decision } from "./decision.ts";
import { REPLIES } from "./replies.ts";
import type { Reply } from "./reply.ts";

/** The reply of a decision, or the first of several; undefined if it accepts. */
export function firstReply(decision: Decision): Reply | undefined {
  return decision === undefined || "code" in decision ? decision : decision[0];
}

/** The replies to a message over LMTP, one for each recipient (RFC 2033 §4.2). The last one of a decision is repeated. */
export function repliesForRecipients(decision: Decision, count: number): Reply[] {
  const replies = decision === undefined ? [] : "code" in decision ? [decision] : decision;
  return Array.from({ length: count }, (_, index) => replies[Math.min(index, replies.length - 1)] ?? REPLIES.stored);
}
