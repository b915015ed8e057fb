import * as Type from "typebox";
import { MessageSummary } from "./message.ts";
import { Fields } from "./message-fields.ts";
import { Tag } from "./tag.ts";

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

/** `?q=&fields=` of the newest message. */
export const LatestMessageQuery = Type.Object(
  { q: Type.Optional(QueryText), fields: Fields },
  { additionalProperties: false },
);
export type LatestMessageQuery = Type.Static<typeof LatestMessageQuery>;

/** `?fields=` of one message. */
export const MessageQuery = Type.Object({ fields: Fields }, { additionalProperties: false });
export type MessageQuery = Type.Static<typeof MessageQuery>;

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
    unread: Type.Integer({ description: "Unread messages stored" }),
    matched: Type.Integer({ description: "Messages that match q; equal to total without q" }),
    matchedUnread: Type.Integer({ description: "Unread messages that match q; equal to unread without q" }),
    next: Type.Union([Type.Integer(), Type.Null()], {
      description: "`before` of the next older page; null at the end",
    }),
    seq: Type.Integer({ description: "Number of the newest event when this was read: `since` of the stream" }),
    instance: Type.String({ description: "As in the stream's hello" }),
  },
  { $id: "MessageList" },
);
export type MessageList = Type.Static<typeof MessageList>;

const tagNames = (description: string) => Type.Optional(Type.Array(Tag, { maxItems: 100, description }));

const marks = {
  read: Type.Optional(Type.Boolean()),
  tags: tagNames("Replaces all tags, including those of the message's header"),
  removeTags: tagNames("Removes these tags, ignoring case"),
  addTags: tagNames("Then adds these; a message has at most 100"),
};

/** Marks to set on messages; omitted members are left unchanged. */
export const MessageMarks = Type.Object(marks, { $id: "MessageMarks", additionalProperties: false, minProperties: 1 });
export type MessageMarks = Type.Static<typeof MessageMarks>;

const selectedIds = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 10_000 }));

/** Marks for several messages: either `ids` or `q`. */
export const SelectionMarks = Type.Object(
  { ids: selectedIds, q: Type.Optional(QueryText), ...marks },
  {
    $id: "SelectionMarks",
    additionalProperties: false,
    description: "Either ids or q, not both, and at least one mark",
  },
);
export type SelectionMarks = Type.Static<typeof SelectionMarks>;

/** The messages to delete: either `ids` or `q`. */
export const MessageSelection = Type.Object(
  {
    ids: selectedIds,
    q: Type.Optional(QueryText),
    undoable: Type.Optional(
      Type.Boolean({
        default: false,
        description: "Keep the messages for 60 seconds, so that `POST /api/messages/restore` can restore them",
      }),
    ),
  },
  { $id: "MessageSelection", additionalProperties: false, description: "Either ids or q, not both" },
);
export type MessageSelection = Type.Static<typeof MessageSelection>;

const undoToken = { format: "uuid", maxLength: 36 };

/** How to undo a deletion. */
export const undoFields = {
  undo: Type.String({ ...undoToken, description: "Token for `POST /api/messages/restore`" }),
  expiresAt: Type.String({ format: "date-time", description: "When the messages can no longer be restored" }),
};

/** The response to a deletion that may be undoable. */
export const UndoableDeletion = Type.Object(
  {
    deleted: Type.Integer({ description: "Number of messages deleted" }),
    undo: Type.Optional(undoFields.undo),
    expiresAt: Type.Optional(undoFields.expiresAt),
  },
  { $id: "UndoableDeletion", description: "With `undo` if it was requested and a message was deleted" },
);
export type UndoableDeletion = Type.Static<typeof UndoableDeletion>;

export const UndoToken = Type.Object(
  { undo: Type.String({ ...undoToken, minLength: 36, description: "From the deletion" }) },
  { $id: "UndoToken", additionalProperties: false },
);
export type UndoToken = Type.Static<typeof UndoToken>;

export const Restored = Type.Object(
  {
    restored: Type.Integer({
      description: "Number of messages restored; fewer than were deleted if newer messages needed the space",
    }),
  },
  { $id: "Restored" },
);
export type Restored = Type.Static<typeof Restored>;

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
