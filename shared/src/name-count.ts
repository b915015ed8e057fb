import * as Type from "typebox";
import { QueryText } from "./message-list.ts";
import { Tag } from "./tag.ts";

/** `?q=&match=&limit=` of the lists of tags, recipients and sources. */
export const NameCountQuery = Type.Object(
  {
    q: Type.Optional(QueryText),
    match: Type.Optional(
      Type.String({ maxLength: 1_000, description: "Only names that contain this text, ignoring case" }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 100 })),
  },
  { additionalProperties: false },
);
export type NameCountQuery = Type.Static<typeof NameCountQuery>;

const counts = {
  messages: Type.Integer({ description: "Number of messages; without q, of all that are stored" }),
  unread: Type.Integer({ description: "How many of them are unread" }),
};
const total = Type.Integer({ description: "Number of entries, including those beyond the limit" });

/** The tags of messages, most frequent first. */
export const TagList = Type.Object(
  { items: Type.Array(Type.Object({ tag: Type.String(), ...counts })), total },
  { $id: "TagList" },
);
export type TagList = Type.Static<typeof TagList>;

/** The recipients of messages, most frequent first. */
export const RecipientList = Type.Object(
  {
    items: Type.Array(
      Type.Object({ address: Type.String({ description: "From the envelope: with hidden recipients" }), ...counts }),
    ),
    total,
  },
  { $id: "RecipientList" },
);
export type RecipientList = Type.Static<typeof RecipientList>;

/** The ways in which messages arrived, most frequent first. */
export const SourceList = Type.Object(
  {
    items: Type.Array(Type.Object({ source: Type.String({ description: "As in the rows of messages" }), ...counts })),
    total,
  },
  { $id: "SourceList" },
);
export type SourceList = Type.Static<typeof SourceList>;

export const TagRename = Type.Object({ name: Tag }, { $id: "TagRename", additionalProperties: false });
export type TagRename = Type.Static<typeof TagRename>;
