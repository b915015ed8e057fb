import * as Type from "typebox";
import { MessageSummary } from "./message.ts";
import { undoFields } from "./message-list.ts";
import { SessionSummary } from "./session.ts";

const seqSchema = Type.Integer({ description: "Grows by one with every event; `?since=` requests those after it" });

/**
 * Events of `GET /api/stream`. The first is always `hello`. A client that remembers the last `seq` and the `instance`
 * of the hello can request missed events; `resync` says that they are no longer available.
 */
export const StreamEvent = Type.Union(
  [
    Type.Object({
      type: Type.Literal("hello"),
      seq: Type.Integer({ description: "`seq` of the newest event" }),
      instance: Type.String({ description: "Changes when the server is restarted; `seq` is valid only within it" }),
      version: Type.String(),
    }),
    Type.Object({ type: Type.Literal("message.added"), seq: seqSchema, message: MessageSummary }),
    Type.Object({
      type: Type.Literal("message.changed"),
      seq: seqSchema,
      id: Type.String(),
      read: Type.Boolean(),
      tags: Type.Array(Type.String()),
    }),
    Type.Object({
      type: Type.Literal("message.removed"),
      seq: seqSchema,
      ids: Type.Array(Type.String()),
      reason: Type.Union([Type.Literal("deleted"), Type.Literal("evicted")]),
      undo: Type.Optional(undoFields.undo),
      expiresAt: Type.Optional(undoFields.expiresAt),
    }),
    Type.Object({
      type: Type.Literal("message.restored"),
      seq: seqSchema,
      message: MessageSummary,
      undo: undoFields.undo,
    }),
    Type.Object({ type: Type.Literal("mailbox.cleared"), seq: seqSchema }),
    Type.Object({ type: Type.Literal("session.opened"), seq: seqSchema, session: SessionSummary }),
    Type.Object({ type: Type.Literal("session.closed"), seq: seqSchema, session: SessionSummary }),
    Type.Object(
      { type: Type.Literal("faults.changed"), seq: seqSchema },
      { description: "Faults were added, replaced, deleted or used up; `GET /api/faults` lists them" },
    ),
    Type.Object({
      type: Type.Literal("resync"),
      seq: seqSchema,
      reason: Type.Union(
        [Type.Literal("restarted"), Type.Literal("too-old"), Type.Literal("slow-reader"), Type.Literal("flood")],
        {
          description:
            "flood: more events than can be sent one by one; repeated a few times per second until the burst ends",
        },
      ),
    }),
  ],
  { $id: "StreamEvent" },
);
export type StreamEvent = Type.Static<typeof StreamEvent>;
