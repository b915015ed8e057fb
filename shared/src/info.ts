import * as Type from "typebox";
import { FindingGroup } from "./finding.ts";
import { undoFields } from "./message-list.ts";
import { RelayInfo } from "./transfer.ts";

const ListenerSchema = Type.Object({ host: Type.String(), port: Type.Union([Type.Integer(), Type.Null()]) });

/** An address on which the server listens: host and port, or the path of a Unix socket. */
const Listener = Type.Object({
  protocol: Type.Union([
    Type.Literal("smtp"),
    Type.Literal("smtps"),
    Type.Literal("lmtp"),
    Type.Literal("http"),
    Type.Literal("https"),
  ]),
  host: Type.Union([Type.String(), Type.Null()]),
  port: Type.Union([Type.Integer(), Type.Null()]),
  path: Type.Union([Type.String(), Type.Null()]),
});
export type Listener = Type.Static<typeof Listener>;

/** `GET /api/info`: versions, limits and counts of the server. */
export const Info = Type.Object(
  {
    name: Type.Literal("mailglass"),
    version: Type.String(),
    label: Type.String({ description: "The name of `--label`; empty if there is none" }),
    instance: Type.String({
      description: "Prefix of all ids. Without a store it changes when the server is restarted",
    }),
    startedAt: Type.String({ format: "date-time" }),
    smtp: Type.Union([ListenerSchema, Type.Null()], { description: "The first SMTP port" }),
    smtps: Type.Union([ListenerSchema, Type.Null()]),
    lmtp: Type.Union([ListenerSchema, Type.Null()]),
    http: ListenerSchema,
    listeners: Type.Array(Listener, { description: "All of them, also those of --https-port and --smtp-socket" }),
    starttls: Type.Boolean(),
    requires: Type.Object(
      {
        tls: Type.Boolean({ description: "Mail without TLS is refused on the first SMTP port" }),
        login: Type.Boolean({ description: "Mail before AUTH is refused" }),
        account: Type.Boolean({ description: "Other logins than those of `--auth` and `--auth-file` are refused" }),
      },
      { description: "What a client needs to send mail" },
    ),
    strict: Type.Array(FindingGroup, {
      description: "The groups of `--strict`: what has such a finding is refused. Empty if it is only reported",
    }),
    relay: Type.Union([RelayInfo, Type.Null()], {
      description: "Where messages are released to; null if the server was started without `--relay`",
    }),
    limits: Type.Object({
      messages: Type.Integer(),
      bytes: Type.Integer({ description: "Total of all messages" }),
      messageBytes: Type.Integer(),
      ageSeconds: Type.Union([Type.Number(), Type.Null()], { description: "null: messages may have any age" }),
    }),
    store: Type.Union(
      [
        Type.Object({
          kind: Type.Union([Type.Literal("sqlite"), Type.Literal("redis")]),
          location: Type.String({ description: "The file; or the address, without user and password" }),
          memoryBytes: Type.Integer({
            description: "Bytes of messages that stay in memory at most; the others are read from the file",
          }),
          failure: Type.Union([Type.String(), Type.Null()], {
            description: "Why mail cannot be stored at the moment, as one sentence; null while it can",
          }),
        }),
        Type.Null(),
      ],
      { description: "Where mail is kept; null if in memory only" },
    ),
    counts: Type.Object({
      messages: Type.Integer(),
      bytes: Type.Integer(),
      unread: Type.Integer(),
      received: Type.Integer({ description: "Since startup; with a shared store, by all instances" }),
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
