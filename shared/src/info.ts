import * as Type from "typebox";
import { undoFields } from "./message-list.ts";
import { RelayInfo } from "./transfer.ts";

const ListenerSchema = Type.Object({ host: Type.String(), port: Type.Union([Type.Integer(), Type.Null()]) });

/** `GET /api/info`: versions, limits and counts of the server. */
export const Info = Type.Object(
  {
    name: Type.Literal("mailglass"),
    version: Type.String(),
    instance: Type.String({ description: "Changes when the server is restarted" }),
    startedAt: Type.String({ format: "date-time" }),
    smtp: Type.Union([ListenerSchema, Type.Null()]),
    smtps: Type.Union([ListenerSchema, Type.Null()]),
    lmtp: Type.Union([ListenerSchema, Type.Null()]),
    http: ListenerSchema,
    starttls: Type.Boolean(),
    relay: Type.Union([RelayInfo, Type.Null()], {
      description: "Where messages are released to; null if the server was started without `--relay`",
    }),
    limits: Type.Object({
      messages: Type.Integer(),
      bytes: Type.Integer({ description: "Total of all messages" }),
      messageBytes: Type.Integer(),
    }),
    counts: Type.Object({
      messages: Type.Integer(),
      bytes: Type.Integer(),
      unread: Type.Integer(),
      received: Type.Integer({ description: "Since startup" }),
      evicted: Type.Integer({ description: "Since startup" }),
      openSessions: Type.Integer(),
      waiters: Type.Integer(),
    }),
    undos: Type.Array(
      Type.Object({
        ...undoFields,
        messages: Type.Integer({ description: "How many can still be restored" }),
      }),
      { description: "Deletions that can be undone, oldest first" },
    ),
  },
  { $id: "Info" },
);
export type Info = Type.Static<typeof Info>;
