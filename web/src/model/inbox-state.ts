import type { MessageSummary } from "@mailglass/shared";
import type { Gap } from "./gap.ts";

/** The list as the page knows it: what was read of it, kept true by events. Never changed in place. */
export interface InboxState {
  /** What is searched for; "" is the whole mailbox. */
  readonly query: string;
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be read, for people. */
  readonly problem: string;
  /** What `rows` were found with: the search before, while the present one is being asked. */
  readonly answeredQuery: string;
  /** Newest first, from the newest message down to the page before `next`, with one gap at most. */
  readonly rows: readonly MessageSummary[];
  readonly gap: Gap | null;
  /** Cursor of the next older page; null when the oldest is here. */
  readonly next: number | null;
  /** How many messages match `query`. */
  readonly matched: number;
  readonly total: number;
  readonly unread: number;
  /** How many of those that a search found are unread. */
  readonly matchedUnread: number;
  /** The newest event that is in all this. */
  readonly seq: number;
  /** Messages came that the search has not been asked about. */
  readonly stale: boolean;
  /** The run of the server that all this is of. */
  readonly instance: string;
  /** Picked with `x`, shift or ctrl. */
  readonly picked: ReadonlySet<string>;
  /** The row that the keys act on. */
  readonly cursor: string | null;
}

export const EMPTY_INBOX: InboxState = {
  query: "",
  phase: "loading",
  problem: "",
  answeredQuery: "",
  rows: [],
  gap: null,
  next: null,
  matched: 0,
  total: 0,
  unread: 0,
  matchedUnread: 0,
  seq: 0,
  stale: false,
  instance: "",
  picked: new Set(),
  cursor: null,
};
