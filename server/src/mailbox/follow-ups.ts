import type { Finding, Session } from "@mailglass/shared";
import type { MessageHandle, SessionLines } from "./mailbox.ts";

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
