import type { MessageSummary } from "@mailglass/shared";
import type { Gap } from "./gap.ts";

/** The list as far as the page has loaded it, kept up to date by events. It is immutable. */
export interface InboxState {
  /** The search; "" means the whole mailbox. */
  readonly query: string;
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be loaded, as a text for the user. */
  readonly problem: string;
  /** The search that found `rows`: the previous one, while the current one is loading. */
  readonly answeredQuery: string;
  /** Newest first, from the newest message down to the page before `next`, with one gap at most. */
  readonly rows: readonly MessageSummary[];
  readonly gap: Gap | null;
  /** Cursor of the next older page; null when the oldest message is loaded. */
  readonly next: number | null;
  /** How many messages match `query`. */
  readonly matched: number;
  readonly total: number;
  readonly unread: number;
  /** How many messages that match `query` are unread. */
  readonly matchedUnread: number;
  /** Number of the newest event that this state includes. */
  readonly seq: number;
  /** Messages have arrived since the search was requested. */
  readonly stale: boolean;
  /** The run of the server that this state comes from. */
  readonly instance: string;
  /** Selected with `x`, shift or ctrl. */
  readonly picked: ReadonlySet<string>;
  /** The row that the keys act on. */
  readonly cursor: string | null;
}

/** A list without messages. */
export const EMPTY_LIST = {
  rows: [],
  gap: null,
  next: null,
  matched: 0,
  total: 0,
  unread: 0,
  matchedUnread: 0,
} satisfies Partial<InboxState>;

export const EMPTY_INBOX: InboxState = {
  query: "",
  phase: "loading",
  problem: "",
  answeredQuery: "",
  ...EMPTY_LIST,
  seq: 0,
  stale: false,
  instance: "",
  picked: new Set(),
  cursor: null,
};
