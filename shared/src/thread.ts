import * as Type from "typebox";
import { Finding } from "./finding.ts";

/** A message of a thread. */
export const ThreadMessage = Type.Object(
  {
    id: Type.String(),
    receivedAt: Type.String({ format: "date-time" }),
    from: Type.String({ description: "Name, or else address" }),
    subject: Type.String(),
    depth: Type.Integer({ description: "0 for a message whose parent is not in this mailbox" }),
  },
  { $id: "ThreadMessage" },
);
export type ThreadMessage = Type.Static<typeof ThreadMessage>;

/** Why Gmail does not show the message in one conversation with another. */
export const ThreadProblem = Type.Object(
  {
    code: Type.Union([
      Type.Literal("subject-differs"),
      Type.Literal("references-missing"),
      Type.Literal("parent-unknown"),
    ]),
    text: Type.String({ description: "One sentence" }),
    other: Type.Union([Type.String(), Type.Null()], { description: "`id` of the other message" }),
  },
  { $id: "ThreadProblem" },
);
export type ThreadProblem = Type.Static<typeof ThreadProblem>;

/** The thread of a message: the messages here that it refers to, that refer to it, and so on. */
export const Thread = Type.Object(
  {
    messages: Type.Array(ThreadMessage, {
      description: "Parents before their replies, at most 200; includes the message itself",
    }),
    messageCount: Type.Integer(),
    problems: Type.Array(ThreadProblem),
    duplicateOf: Type.Union([Type.String(), Type.Null()], {
      description:
        "`id` of the oldest message here that it repeats: with the same Message-ID, or with the same bytes if it has none",
    }),
    sameMessageId: Type.Array(Type.String(), {
      description: "`id` of the other messages here with the same Message-ID, newest first, at most 20",
    }),
    previousWithSubject: Type.Union([Type.String(), Type.Null()], {
      description: "`id` of the last message before it with the same subject",
    }),
    findings: Type.Array(Finding, { description: "`message-id-repeated`, if another message has its Message-ID" }),
    searched: Type.Integer({ description: "Number of messages searched: the newest 10,000" }),
  },
  { $id: "Thread" },
);
export type Thread = Type.Static<typeof Thread>;
