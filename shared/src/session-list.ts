import * as Type from "typebox";
import { SessionSummary } from "./session.ts";

export const SessionListQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 50 })),
    before: Type.Optional(Type.String({ maxLength: 64, description: "An id; only sessions older than it" })),
    failed: Type.Optional(Type.Boolean({ description: "true: only failed sessions; false: only others" })),
    minDuration: Type.Optional(
      Type.Number({ minimum: 0, description: "Only sessions that took at least this many milliseconds" }),
    ),
    maxDuration: Type.Optional(
      Type.Number({ minimum: 0, description: "Only sessions that took at most this many milliseconds" }),
    ),
    open: Type.Optional(Type.Boolean({ description: "true: only open sessions; false: only closed ones" })),
  },
  { additionalProperties: false },
);
export type SessionListQuery = Type.Static<typeof SessionListQuery>;

/** A page of SMTP sessions, newest first. */
export const SessionList = Type.Object(
  {
    items: Type.Array(SessionSummary),
    total: Type.Integer({ description: "Stored sessions that match" }),
    next: Type.Union([Type.String(), Type.Null()], { description: "`before` of the next older page; null at the end" }),
  },
  { $id: "SessionList" },
);
export type SessionList = Type.Static<typeof SessionList>;
