import * as Type from "typebox";
import { QueryText } from "./message-list.ts";

/** Where to release a message to. */
export const ReleaseRequest = Type.Object(
  {
    to: Type.Array(Type.String({ minLength: 3, maxLength: 1_000, description: "jo@example.com" }), {
      minItems: 1,
      maxItems: 1_000,
    }),
  },
  { $id: "ReleaseRequest", additionalProperties: false },
);
export type ReleaseRequest = Type.Static<typeof ReleaseRequest>;

/** The response to a release. */
export const Released = Type.Object(
  {
    recipients: Type.Array(Type.String()),
    relay: Type.String({ description: "HOST:PORT of the server that accepted it" }),
  },
  { $id: "Released" },
);
export type Released = Type.Static<typeof Released>;

/** The server of `--relay`, without its password. */
export const RelayInfo = Type.Object(
  {
    host: Type.String(),
    port: Type.Integer(),
    returnPath: Type.Union([Type.String(), Type.Null()], {
      description: "Reverse-path of released mail (`--relay-from`); null keeps that of the message",
    }),
    allowedRecipients: Type.Union([Type.String(), Type.Null()], {
      description: "Regular expression of `--relay-allow`; null allows all",
    }),
    blockedRecipients: Type.Union([Type.String(), Type.Null()], {
      description: "Regular expression of `--relay-block`; null blocks none",
    }),
    subjectPrefix: Type.Union([Type.String(), Type.Null()], {
      description: "Put before the subject of released mail (`--relay-subject-prefix`); null for nothing",
    }),
    headerFrom: Type.Union([Type.String(), Type.Null()], {
      description: "Replaces the address in `From` and the reverse-path (`--relay-header-from`); null keeps them",
    }),
    suggestedRecipient: Type.Union([Type.String(), Type.Null()], { description: "`?email=` of `--relay`" }),
  },
  { $id: "RelayInfo" },
);
export type RelayInfo = Type.Static<typeof RelayInfo>;

/** `?format=&q=` of an export. */
export const ExportQuery = Type.Object(
  {
    format: Type.Union([Type.Literal("mbox"), Type.Literal("zip")], {
      description: "mbox: one file (mboxrd); zip: one .eml file for each message",
    }),
    q: Type.Optional(QueryText),
  },
  { additionalProperties: false },
);
export type ExportQuery = Type.Static<typeof ExportQuery>;

/** What an uploaded .eml or mbox file contained. */
export const Imported = Type.Object(
  {
    added: Type.Integer({ description: "Number of messages stored" }),
    ids: Type.Array(Type.String(), { description: "Ids of the first 1,000, in the order of the file" }),
  },
  { $id: "Imported" },
);
export type Imported = Type.Static<typeof Imported>;
