import * as Type from "typebox";
import { AuthState, Peer, TlsState } from "./envelope.ts";
import { Finding, FindingCounts } from "./finding.ts";

/** One event on an SMTP connection. Secrets are already masked. */
export const TranscriptLine = Type.Object(
  {
    number: Type.Integer({ description: "Counts from 1, including lines that were dropped" }),
    at: Type.Number({ description: "Milliseconds since the connection was opened" }),
    kind: Type.Union(
      [
        Type.Literal("client"),
        Type.Literal("server"),
        Type.Literal("data"),
        Type.Literal("tls"),
        Type.Literal("fault"),
        Type.Literal("close"),
      ],
      {
        description:
          "client: a line received; server: a line sent; data: message bytes received; tls: handshake; fault: a scripted failure hit; close: who closed the connection and why",
      },
    ),
    text: Type.String({ description: "Without its line end" }),
    bytes: Type.Integer({ description: "Bytes on the wire, line end included; 0 for notes" }),
  },
  { $id: "TranscriptLine" },
);
export type TranscriptLine = Type.Static<typeof TranscriptLine>;

/** An SMTP connection: open or closed, with or without a message. */
export const SessionSummary = Type.Object(
  {
    id: Type.String(),
    openedAt: Type.String({ format: "date-time" }),
    closedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()], { description: "null while open" }),
    listener: Type.Union([Type.Literal("smtp"), Type.Literal("smtps"), Type.Literal("lmtp")]),
    peer: Peer,
    helo: Type.String(),
    tls: Type.Union([TlsState, Type.Null()]),
    auth: Type.Union([AuthState, Type.Null()]),
    messages: Type.Integer({ description: "Number of accepted messages" }),
    messageIds: Type.Array(Type.String(), { description: "Ids of the last 100 accepted" }),
    refusals: Type.Integer({ description: "4yz and 5yz replies sent" }),
    failed: Type.Boolean({ description: "Closed without a message, or with a refusal after which none came" }),
    lastReply: Type.String({ description: "First line of the last reply sent" }),
    lastRefusal: Type.String({
      description:
        "First line of the last 4yz or 5yz reply sent; empty if there was none. A 503 after another refusal is skipped",
    }),
    findingCounts: FindingCounts,
  },
  { $id: "SessionSummary" },
);
export type SessionSummary = Type.Static<typeof SessionSummary>;

export const Session = Type.Intersect(
  [
    SessionSummary,
    Type.Object({
      transcript: Type.Array(TranscriptLine),
      dropped: Type.Integer({ description: "Number of lines dropped from the middle of a very long transcript" }),
      findings: Type.Array(Finding),
    }),
  ],
  { $id: "Session" },
);
export type Session = Type.Static<typeof Session>;
