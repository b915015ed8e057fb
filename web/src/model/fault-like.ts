import type { FaultRule, Session } from "@mailglass/shared";

/** A temporary refusal, after which a program should try again. */
const TEMPORARY_REFUSAL = "451 4.3.0 Try again later";

/** What is known of a message: a row of the list is enough. */
export interface SentMessage {
  /** Reverse-path; empty for `<>`. */
  readonly sender: string;
  /** Forward-paths. */
  readonly recipients: readonly string[];
}

/** Returns a rule that fails the next message with the sender and the first recipient of this one. */
export function faultLikeMessage({ sender, recipients: [to] }: SentMessage): FaultRule {
  if (to === undefined) return { on: "mail", match: { from: sender }, reply: TEMPORARY_REFUSAL, times: 1 };
  return { on: "rcpt", match: { to, from: sender }, reply: TEMPORARY_REFUSAL, times: 1 };
}

/**
 * Returns a rule that fails the next session like this one: with the same sender and first recipient, or from the same
 * client if it named neither. If this one was refused, the rule gives the same reply.
 */
export function faultLikeSession({ transcript, peer, lastRefusal }: Session): FaultRule {
  const from = findPath(transcript, /^MAIL FROM:\s*<([^>]*)>/i);
  const to = findPath(transcript, /^RCPT TO:\s*<([^>]*)>/i);
  const once = { reply: toSingleLineReply(lastRefusal) ?? TEMPORARY_REFUSAL, times: 1 };
  if (to !== undefined) return { on: "rcpt", match: { to, ...(from !== undefined && { from }) }, ...once };
  if (from !== undefined) return { on: "mail", match: { from }, ...once };
  return { on: "connect", match: { peer: peer.address }, ...once };
}

function findPath(transcript: Session["transcript"], command: RegExp): string | undefined {
  for (const { kind, text } of transcript) {
    const path = kind === "client" ? command.exec(text)?.[1] : undefined;
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The first line of a reply of several lines has a hyphen after its code (RFC 5321 §4.2.1). */
function toSingleLineReply(line: string): string | undefined {
  return /^[45]\d\d/.test(line) ? line.replace(/^(\d\d\d)-/, "$1 ") : undefined;
}
