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
          "client: a line received; server: a line sent; data: where the bytes of a message begin, and how many were received; tls: handshake; fault: a scripted failure hit; close: who closed the connection and why",
      },
    ),
    text: Type.String({ description: "Without its line end" }),
    bytes: Type.Integer({ description: "Bytes on the wire, line end included; 0 for notes" }),
    pipelined: Type.Optional(
      Type.Literal(true, {
        description: "On a line of the client that arrived before the reply to the line before it: both are one group",
      }),
    ),
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
    failed: Type.Boolean({
      description:
        "Closed without a message, or with a refusal after which none came; but not if the client only connected, as probes do",
    }),
    lastReply: Type.String({ description: "First line of the last reply sent" }),
    lastRefusal: Type.String({
      description:
        "First line of the last 4yz or 5yz reply sent; empty if there was none. A 503 after another refusal is skipped",
    }),
    mainFinding: Type.Union([Type.Pick(Finding, ["code", "severity", "text"]), Type.Null()], {
      description: "The finding that best explains what went wrong; null if there is none",
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
      clientMs: Type.Number({ description: "Milliseconds in which the server waited for the client" }),
      serverMs: Type.Number({ description: "Milliseconds in which the client waited for a decision of the server" }),
      interrupted: Type.Union(
        [
          Type.Object({
            size: Type.Integer({ description: "Bytes received" }),
            head: Type.String({ description: "The first 16 KiB, as UTF-8" }),
            tail: Type.String({ description: "The last 16 KiB; empty if `head` has everything" }),
          }),
          Type.Null(),
        ],
        { description: "What was received of a message whose transfer was interrupted. The newest 1 MiB is kept" },
      ),
    }),
  ],
  { $id: "Session" },
);
export type Session = Type.Static<typeof Session>;

/** The session of a message. */
export const MessageSession = Type.Intersect(
  [
    Session,
    Type.Object({
      transaction: Type.Union(
        [
          Type.Object({
            first: Type.Integer({ description: "Line of MAIL" }),
            last: Type.Integer({ description: "Line of the reply to the message" }),
          }),
          Type.Null(),
        ],
        {
          description:
            "Where the message is in `transcript`: numbers of lines, which may have been dropped; null if that is unknown",
        },
      ),
    }),
  ],
  { $id: "MessageSession" },
);
export type MessageSession = Type.Static<typeof MessageSession>;
