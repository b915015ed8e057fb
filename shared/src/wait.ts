import * as Type from "typebox";
import { Message, MessageSummary } from "./message.ts";
import { Fields } from "./message-fields.ts";
import { QueryText } from "./message-list.ts";
import { Problem } from "./problem.ts";
import { SessionSummary } from "./session.ts";

const criterion = (description: string) => Type.Optional(Type.String({ maxLength: 1_000, description }));

/** Criteria of `GET /api/messages/wait`; all of them must hold. */
export const WaitQuery = Type.Object(
  {
    q: Type.Optional(QueryText),
    to: criterion("As to: in q"),
    from: criterion("As from: in q"),
    subject: criterion("As subject: in q"),
    count: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, default: 1, description: "Number of messages to wait for" }),
    ),
    since: Type.Optional(
      Type.Integer({
        minimum: 0,
        default: 0,
        description: "Only messages with a larger `seq`; 0 includes stored messages",
      }),
    ),
    timeout: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 600_000, default: 10_000, description: "Milliseconds; 0 checks once" }),
    ),
    fields: Fields,
  },
  { additionalProperties: false },
);
export type WaitQuery = Type.Static<typeof WaitQuery>;

/** The matching messages, oldest first. */
export const WaitResult = Type.Object({ items: Type.Array(Message) }, { $id: "WaitResult" });
export type WaitResult = Type.Static<typeof WaitResult>;

/** A message that failed only some of the criteria, with those that it failed. */
export const NearMiss = Type.Object(
  { message: MessageSummary, failed: Type.Array(Type.String({ description: "As written, e.g. subject:welcome" })) },
  { $id: "NearMiss" },
);
export type NearMiss = Type.Static<typeof NearMiss>;

/**
 * The problem (404, urn:mailglass:problem:wait-timed-out) returned when a wait times out; `detail` has the full
 * report.
 */
export const WaitTimedOut = Type.Intersect(
  [
    Problem,
    Type.Object({
      criteria: Type.String({ description: "The criteria, in the query language" }),
      count: Type.Integer({ description: "Number of messages requested" }),
      elapsed: Type.Integer({ description: "Milliseconds" }),
      seen: Type.Integer({ description: "Messages checked, stored and new" }),
      matched: Type.Array(MessageSummary, { description: "Messages that matched, if fewer than count" }),
      nearMisses: Type.Array(NearMiss),
      failedSessions: Type.Array(SessionSummary, { description: "The last SMTP sessions that failed" }),
    }),
  ],
  { $id: "WaitTimedOut" },
);
export type WaitTimedOut = Type.Static<typeof WaitTimedOut>;
