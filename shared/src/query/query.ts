/**
 * A parsed query. Server, client and the page's search box share one language. `parseQuery` creates this tree from
 * text, or an error with its column.
 */
export type Query =
  | { readonly type: "all"; readonly of: readonly Query[] }
  | { readonly type: "any"; readonly of: readonly Query[] }
  | { readonly type: "not"; readonly of: Query }
  | Term;

/** Operators that search for text in one kind of field. */
export type FieldName =
  | "from"
  | "to"
  | "cc"
  | "bcc"
  | "addressed"
  | "reply-to"
  | "subject"
  | "body"
  | "message-id"
  | "source"
  | "tag"
  | "user";

/** One criterion. `text` is how it was written, for messages to people. */
export type Term = { readonly text: string } & (
  | { readonly type: "word"; readonly value: string }
  | {
      readonly type: "field";
      readonly field: FieldName;
      readonly value: string;
      /** Written in quotes: a value with an @ then matches only the whole address. */
      readonly quoted?: boolean;
    }
  | { readonly type: "header"; readonly name: string; readonly value: string }
  | { readonly type: "has"; readonly what: "attachment" | "html" | "findings" }
  | { readonly type: "is"; readonly what: "read" | "unread" }
  /** Milliseconds since the epoch. */
  | { readonly type: "received"; readonly than: "before" | "after"; readonly at: number }
  /** Bytes. */
  | { readonly type: "size"; readonly than: "larger" | "smaller"; readonly bytes: number }
);

/** Why a query is not valid. */
export interface QueryError {
  readonly type: "error";
  /** Counts from 1, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
}
