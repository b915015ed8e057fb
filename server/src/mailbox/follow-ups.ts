import type { Finding, Session } from "@mailglass/shared";
import type { Mailbox, MessageHandle, SessionLines } from "./mailbox.ts";

/** Findings on what followed the data. They concern the message before. The engine has them in its table. */
const FOLLOW_UP_CODES: ReadonlySet<string> = new Set(["ended-early", "unknown-command"]);

/** What a session says of one of its messages. */
export interface FollowUps {
  /** Findings on what followed the data of the message. */
  readonly findings: readonly Finding[];
  /** Whether it is the last message of the session so far. */
  readonly isLast: boolean;
}

/** Finds what followed a message in its session, up to the next message. */
export function findFollowUps(
  { findings, messageIds }: Pick<Session, "findings" | "messageIds">,
  message: Pick<MessageHandle, "id" | "sessionLines">,
  linesOf: (id: string) => SessionLines | undefined,
): FollowUps {
  const end = message.sessionLines?.end ?? Number.POSITIVE_INFINITY;
  const next = messageIds
    .slice(messageIds.indexOf(message.id) + 1)
    .flatMap((id) => linesOf(id)?.mail ?? [])
    .find((line) => line > end);
  const followed = findings.filter(
    ({ code, places }) =>
      FOLLOW_UP_CODES.has(code) &&
      places.some(
        (place) => place.in === "transcript" && place.line > end && (next === undefined || place.line < next),
      ),
  );
  return { findings: followed, isLast: next === undefined };
}

/** Adds what followed the messages of a session to their findings, so that rows count it. Call it when the session has closed. */
export function addFollowUps(
  mailbox: Pick<Mailbox, "handle">,
  session: Pick<Session, "findings" | "messageIds">,
): void {
  for (const id of session.messageIds) {
    const message = mailbox.handle(id);
    if (message === undefined) continue;
    const { findings } = findFollowUps(session, message, (other) => mailbox.handle(other)?.sessionLines);
    message.addWireFindings(findings);
  }
}
