import * as Type from "typebox";
import { SessionSummary } from "./session.ts";

export const SessionListQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 50 })),
    before: Type.Optional(Type.String({ maxLength: 64, description: "An id; only sessions older than it" })),
    failed: Type.Optional(Type.Boolean({ description: "Only those that failed, or only those that did not" })),
    open: Type.Optional(Type.Boolean({ description: "Only those that are open, or only those that are closed" })),
  },
  { additionalProperties: false },
);
export type SessionListQuery = Type.Static<typeof SessionListQuery>;

/** A page of SMTP sessions, newest first. */
export const SessionList = Type.Object(
  {
    items: Type.Array(SessionSummary),
    total: Type.Integer({ description: "Sessions that are kept and match" }),
    next: Type.Union([Type.String(), Type.Null()], { description: "`before` of the next older page; null at the end" }),
  },
  { $id: "SessionList" },
);
export type SessionList = Type.Static<typeof SessionList>;
