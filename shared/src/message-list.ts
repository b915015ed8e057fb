import * as Type from "typebox";
import { MessageSummary } from "./message.ts";

/** Maximum length of a query in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 2_000;

/** Text in the query language. */
export const QueryText = Type.String({
  maxLength: MAX_QUERY_LENGTH,
  description: 'Words and "phrases", from: to: subject: has: is: before: larger: …, - negates, OR',
});

/** Selects messages: those that match, or all. */
export const MessageFilter = Type.Object({ q: Type.Optional(QueryText) }, { additionalProperties: false });
export type MessageFilter = Type.Static<typeof MessageFilter>;

/** `?q=&limit=&before=&after=&offset=` of the list. */
export const MessageListQuery = Type.Object(
  {
    q: Type.Optional(QueryText),
    limit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, default: 50, description: "0 returns only the counts and `seq`" }),
    ),
    before: Type.Optional(Type.Integer({ minimum: 0, description: "Only messages with a smaller `seq`" })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: "Only messages with a larger `seq`" })),
    offset: Type.Optional(
      Type.Integer({ minimum: 0, description: "Skips this many of the newest, to start at a position in the list" }),
    ),
  },
  { additionalProperties: false },
);
export type MessageListQuery = Type.Static<typeof MessageListQuery>;

/** A page of the list, newest first. `seq` and `instance` let a stream resume exactly where the list was read. */
export const MessageList = Type.Object(
  {
    items: Type.Array(MessageSummary),
    total: Type.Integer({ description: "Messages stored" }),
    matched: Type.Integer({ description: "Messages that match q; equal to total without q" }),
    next: Type.Union([Type.Integer(), Type.Null()], {
      description: "`before` of the next older page; null at the end",
    }),
    seq: Type.Integer({ description: "Number of the newest event when this was read: `since` of the stream" }),
    instance: Type.String({ description: "As in the stream's hello" }),
  },
  { $id: "MessageList" },
);
export type MessageList = Type.Static<typeof MessageList>;

/** Marks to set on messages; omitted members are left unchanged. */
export const MessageMarks = Type.Object(
  {
    read: Type.Optional(Type.Boolean()),
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        maxItems: 100,
        description: "Replaces all tags",
      }),
    ),
  },
  { $id: "MessageMarks", additionalProperties: false, minProperties: 1 },
);
export type MessageMarks = Type.Static<typeof MessageMarks>;

/** Ids of messages to delete. */
export const MessageIds = Type.Object(
  { ids: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 10_000 }) },
  { $id: "MessageIds", additionalProperties: false },
);
export type MessageIds = Type.Static<typeof MessageIds>;

export const Deleted = Type.Object(
  { deleted: Type.Integer({ description: "Number of messages deleted" }) },
  { $id: "Deleted" },
);
export type Deleted = Type.Static<typeof Deleted>;

export const Changed = Type.Object(
  { changed: Type.Integer({ description: "Number of messages that matched" }) },
  { $id: "Changed" },
);
export type Changed = Type.Static<typeof Changed>;
