import * as Type from "typebox";

/** A piece of a text: in both messages, only in the first, or only in the second. */
export const DiffPiece = Type.Object(
  {
    kind: Type.Union(
      [
        Type.Literal("same"),
        Type.Literal("removed"),
        Type.Literal("added"),
        Type.Literal("ignored"),
        Type.Literal("skipped"),
      ],
      {
        description:
          "removed: only in the first; added: only in the second; ignored: a token, code or date that differs every time (the second's is shown); skipped: equal text that is left out",
      },
    ),
    text: Type.String(),
  },
  { $id: "DiffPiece" },
);
export type DiffPiece = Type.Static<typeof DiffPiece>;

/** Two texts, compared word by word. */
export const TextComparison = Type.Object(
  {
    result: Type.Union([Type.Literal("same"), Type.Literal("different"), Type.Literal("too-different")], {
      description: "too-different: only the beginning and end are compared, because too much differs",
    }),
    pieces: Type.Array(DiffPiece),
    truncated: Type.Boolean({ description: "True if only the beginning of the texts was compared" }),
  },
  { $id: "TextComparison" },
);
export type TextComparison = Type.Static<typeof TextComparison>;

const Change = Type.Union([
  Type.Literal("same"),
  Type.Literal("changed"),
  Type.Literal("removed"),
  Type.Literal("added"),
  Type.Literal("ignored"),
]);

/** A header field of two messages. */
export const HeaderComparison = Type.Object(
  {
    name: Type.String(),
    change: Change,
    first: Type.Union([Type.String(), Type.Null()], { description: "Decoded; null if the first lacks it" }),
    second: Type.Union([Type.String(), Type.Null()]),
    pieces: Type.Array(DiffPiece, { description: "Empty unless it is changed" }),
  },
  { $id: "HeaderComparison" },
);
export type HeaderComparison = Type.Static<typeof HeaderComparison>;

/** A part of the MIME structure. */
export const PartComparison = Type.Object(
  {
    change: Change,
    depth: Type.Integer(),
    first: Type.Union([Type.String(), Type.Null()], { description: "e.g. text/plain; charset=utf-8, base64" }),
    second: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: "PartComparison" },
);
export type PartComparison = Type.Static<typeof PartComparison>;

/** An attachment of two messages, matched by name or by content. */
export const AttachmentComparison = Type.Object(
  {
    change: Type.Union([
      Type.Literal("same"),
      Type.Literal("changed"),
      Type.Literal("renamed"),
      Type.Literal("removed"),
      Type.Literal("added"),
    ]),
    first: Type.Union([
      Type.Object({ filename: Type.String(), size: Type.Integer(), sha256: Type.String() }),
      Type.Null(),
    ]),
    second: Type.Union([
      Type.Object({ filename: Type.String(), size: Type.Integer(), sha256: Type.String() }),
      Type.Null(),
    ]),
  },
  { $id: "AttachmentComparison" },
);
export type AttachmentComparison = Type.Static<typeof AttachmentComparison>;

/** What differs between two messages, without what always differs: dates, Message-ID, boundaries, tokens, codes. */
export const Comparison = Type.Object(
  {
    same: Type.Boolean({ description: "True if nothing differs but what always does" }),
    headers: Type.Array(HeaderComparison, { description: "In the order of the first message; at most 300" }),
    structure: Type.Array(PartComparison, { description: "At most 300 parts" }),
    text: Type.Union([TextComparison, Type.Null()], { description: "null if neither has text" }),
    html: Type.Union([TextComparison, Type.Null()], { description: "null if neither has HTML" }),
    attachments: Type.Array(AttachmentComparison, { description: "At most 300" }),
  },
  { $id: "Comparison" },
);
export type Comparison = Type.Static<typeof Comparison>;
