import { MAX_STORED_SEQ } from "../mailbox/message-ids.ts";

/**
 * Marks the file as ours, in bytes 68 to 71 of its header: "MGls". Another program's database has another number, or 0, and is never
 * written to.
 */
export const APPLICATION_ID = 0x4d47_6c73;

/** SQL of the rows that no message is loaded from, with their kind of `UnreadableRows`. */
export const MISPLACED_SQL = `
  SELECT 'row' AS kind FROM contents WHERE seq NOT IN (SELECT seq FROM messages)
  UNION ALL SELECT 'number' FROM messages WHERE seq NOT BETWEEN 1 AND ${MAX_STORED_SEQ}`;

/**
 * The schema, as the steps that lead to it. A file has in its `user_version` how many of them it went through. Steps that were
 * published never change; a new version adds one.
 *
 * The columns of `messages` are for people: `sqlite3 mail.db "select received_at, sender, subject from messages"`. `contents` has the
 * sources, apart from them, so that a mark does not rewrite a large message; `continued` the rest of long ones. `details` is JSON.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    received_at TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    size INTEGER NOT NULL,
    source TEXT NOT NULL,
    session_id TEXT,
    read INTEGER NOT NULL,
    tags TEXT,
    deleted INTEGER NOT NULL DEFAULT 0,
    findings TEXT NOT NULL,
    details TEXT NOT NULL
  ) STRICT;
  CREATE TABLE contents (seq INTEGER PRIMARY KEY, raw BLOB NOT NULL) STRICT;
  CREATE TABLE sessions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    opened_at TEXT NOT NULL,
    failed INTEGER NOT NULL,
    details TEXT NOT NULL
  ) STRICT;
  CREATE TABLE faults (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    rule TEXT NOT NULL,
    seen INTEGER NOT NULL,
    hits INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE continued (
    seq INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    raw BLOB NOT NULL,
    PRIMARY KEY (seq, piece)
  ) STRICT;
  `,
];
