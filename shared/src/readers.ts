import * as Type from "typebox";
import { Finding } from "./finding.ts";

/** What two readers of a message are compared by. */
export const ReaderField = Type.Union(
  [
    Type.Literal("subject"),
    Type.Literal("from"),
    Type.Literal("to"),
    Type.Literal("cc"),
    Type.Literal("bcc"),
    Type.Literal("replyTo"),
    Type.Literal("date"),
    Type.Literal("text"),
    Type.Literal("html"),
    Type.Literal("attachments"),
  ],
  { $id: "ReaderField" },
);
export type ReaderField = Type.Static<typeof ReaderField>;

/** What one reader reads, as text: addresses and attachments have one line each. At most 2,000 characters of it. */
export const ReaderValue = Type.Object(
  {
    text: Type.Union([Type.String(), Type.Null()], {
      description: "Line ends are LF, without blanks before them; null where the reader finds nothing",
    }),
    start: Type.Integer({
      description:
        "Characters (UTF-16 code units) before `text`; more than 0 where the first difference is further down",
    }),
    length: Type.Integer({ description: "Characters of the whole" }),
  },
  { $id: "ReaderValue" },
);
export type ReaderValue = Type.Static<typeof ReaderValue>;

/** How two readers read one thing. */
export const ReaderComparison = Type.Object(
  {
    field: ReaderField,
    same: Type.Boolean(),
    visible: Type.Boolean({ description: "True where a person would see the difference" }),
    differsAt: Type.Union([Type.Integer(), Type.Null()], {
      description: "Offset of the first difference in both texts, in characters; null where they are the same",
    }),
    mailglass: ReaderValue,
    mailparser: ReaderValue,
    reason: Type.Union(
      [
        Type.Object({
          code: Type.String({ description: "Stable kebab-case name, e.g. date-invalid" }),
          text: Type.String(),
        }),
        Type.Null(),
      ],
      { description: "Why they differ, where it is known" },
    ),
  },
  { $id: "ReaderComparison" },
);
export type ReaderComparison = Type.Static<typeof ReaderComparison>;

/** How mailparser, by which most Node programs read mail, reads the message. */
export const Readers = Type.Object(
  {
    version: Type.String({ description: "Of mailparser" }),
    error: Type.Union([Type.String(), Type.Null()], {
      description: "Why mailparser cannot read the message; `fields` is empty then",
    }),
    fields: Type.Array(ReaderComparison),
    findings: Type.Array(Finding, { description: "`readers-differ`, where a person would see a difference" }),
  },
  { $id: "Readers" },
);
export type Readers = Type.Static<typeof Readers>;
