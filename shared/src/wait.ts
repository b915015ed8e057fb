import * as Type from "typebox";
import { Message, MessageSummary } from "./message.ts";
import { QueryText } from "./message-list.ts";
import { Problem } from "./problem.ts";
import { SessionSummary } from "./session.ts";

const criterion = (description: string) => Type.Optional(Type.String({ maxLength: 1_000, description }));

/** What `GET /api/messages/wait` waits for; all of it must hold. */
export const WaitQuery = Type.Object(
  {
    q: Type.Optional(QueryText),
    to: criterion("As to: in q"),
    from: criterion("As from: in q"),
    subject: criterion("As subject: in q"),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1, description: "How many must match" })),
    since: Type.Optional(
      Type.Integer({
        minimum: 0,
        default: 0,
        description: "Only messages with a larger `seq`; 0 takes what is stored",
      }),
    ),
    timeout: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 600_000, default: 10_000, description: "Milliseconds; 0 looks once" }),
    ),
  },
  { additionalProperties: false },
);
export type WaitQuery = Type.Static<typeof WaitQuery>;

/** What was waited for, oldest first. */
export const WaitResult = Type.Object({ items: Type.Array(Message) }, { $id: "WaitResult" });
export type WaitResult = Type.Static<typeof WaitResult>;

/** A message that nearly was the one, and the criteria that it failed. */
export const NearMiss = Type.Object(
  { message: MessageSummary, failed: Type.Array(Type.String({ description: "As written, e.g. subject:welcome" })) },
  { $id: "NearMiss" },
);
export type NearMiss = Type.Static<typeof NearMiss>;

/** The problem (404, urn:mailglass:problem:wait-timed-out) that ends a wait in vain; `detail` tells all of it in prose. */
export const WaitTimedOut = Type.Intersect(
  [
    Problem,
    Type.Object({
      criteria: Type.String({ description: "What was waited for, in the query language" }),
      count: Type.Integer({ description: "How many were asked for" }),
      elapsed: Type.Integer({ description: "Milliseconds" }),
      seen: Type.Integer({ description: "Messages that were looked at, stored and live" }),
      matched: Type.Array(MessageSummary, { description: "Those that did match, when fewer than count came" }),
      nearMisses: Type.Array(NearMiss),
      failedSessions: Type.Array(SessionSummary, { description: "The last SMTP sessions that failed" }),
    }),
  ],
  { $id: "WaitTimedOut" },
);
export type WaitTimedOut = Type.Static<typeof WaitTimedOut>;
