import { existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { MAX_STORED_SEQ } from "../mailbox/message-ids.ts";
import type { StoreChange } from "../mailbox/store.ts";
import { ContentReader } from "./contents.ts";
import { findFreeName } from "./free-name.ts";
import { type MessageRow, toKeptMail } from "./mail-rows.ts";
import { readMeta } from "./meta.ts";
import { type DatabaseOptions, SqliteDatabase } from "./sqlite-database.ts";
import { SQLITE, sqliteCode } from "./store-file-error.ts";
import { parseRule, parseSession } from "./stored-values.ts";
import { UnreadableRows } from "./unreadable-rows.ts";

/** What a recovery has found. */
export interface Recovery {
  readonly recovered: number;
  /** Messages that are known, but cannot be read completely. There may have been more. */
  readonly lost: number;
  /** What was recovered, but not completely, and other rows that were not. */
  readonly unreadable: UnreadableRows;
  /** The damaged file, which was kept. */
  readonly damagedFile: string;
}

/** Files that belong to a database. */
const SUFFIXES = ["", "-wal", "-shm"];

/**
 * Copies what is readable of a damaged file into a new one, which takes its place. The damaged file is kept under another name.
 * Each message is read by itself, because an error ends every longer query.
 *
 * @throws SQLite's error if the new file cannot be written; the damaged file is then unchanged
 */
export function recoverFile({ file, maxSessions, isResumed }: Omit<DatabaseOptions, "isNew">): Recovery {
  const target = `${file}.recovering`;
  for (const suffix of SUFFIXES) rmSync(target + suffix, { force: true });
  const damaged = openDamaged(file);
  const fresh = new SqliteDatabase({ file: target, isNew: true, maxSessions });
  const copy: Copy = { damaged, fresh, unreadable: new UnreadableRows(), hasUndos: isResumed === true };
  let counts: Pick<Recovery, "recovered" | "lost">;
  try {
    counts = copyMessages(copy, copyState(copy));
  } finally {
    fresh.close();
    damaged.close();
  }
  const damagedFile = findFreeName(`${file}.damaged`);
  for (const suffix of SUFFIXES) if (existsSync(file + suffix)) renameSync(file + suffix, damagedFile + suffix);
  renameSync(target, file);
  return { ...counts, unreadable: copy.unreadable, damagedFile };
}

interface Copy {
  readonly damaged: DatabaseSync;
  readonly fresh: SqliteDatabase;
  readonly unreadable: UnreadableRows;
  /** Whether deletions can still be undone. */
  readonly hasUndos: boolean;
}

/** With `writable_schema`, SQLite also reads a file that is shorter than its header says. Nothing is written to it. */
function openDamaged(file: string): DatabaseSync {
  // The types do not have `defensive` yet. Where it is on by default, SQLite ignores `writable_schema`.
  const options = { readOnly: true, defensive: false };
  const damaged = new DatabaseSync(file, options);
  damaged.exec("PRAGMA writable_schema = ON");
  return damaged;
}

function copyMessages(
  { damaged, fresh, unreadable, hasUndos }: Copy,
  seq: number,
): Pick<Recovery, "recovered" | "lost"> {
  let newest = seq;
  let recovered = 0;
  let lost = 0;
  const contents = new ContentReader(damaged);
  for (const candidate of findSeqs(damaged)) {
    try {
      const row = readRow(damaged, candidate);
      const isHidden = row?.["deleted"] === 1n;
      if (isHidden && !hasUndos) continue;
      const mail = row && toKeptMail(row as MessageRow, contents.readAll(candidate), unreadable.add);
      if (mail === undefined || mail.seq < 1 || mail.seq > MAX_STORED_SEQ) {
        lost++;
        continue;
      }
      newest = Math.max(newest, mail.seq);
      const changes: StoreChange[] = [{ type: "added", mail, session: undefined }];
      fresh.write(isHidden ? [...changes, { type: "hidden", seqs: [mail.seq] }] : changes, newest);
      recovered++;
    } catch (error) {
      if (isFreshFailure(error)) throw error;
      lost++;
    }
  }
  return { recovered, lost };
}

function readRow(damaged: DatabaseSync, seq: number): ReturnType<StatementSync["get"]> {
  const query = damaged.prepare("SELECT * FROM messages WHERE seq = ?");
  query.setReadBigInts(true);
  return query.get(seq);
}

/** The new file is full or not writable: nothing is gained by going on. */
function isFreshFailure(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.READ_ONLY || code === SQLITE.FULL || code === SQLITE.CANNOT_OPEN;
}

/** Finds the numbers of messages: from the table in both directions, and from the index of ids, as far as each is readable. */
function findSeqs(damaged: DatabaseSync): readonly number[] {
  const found = new Set<number>();
  for (const sql of [
    "SELECT seq FROM messages ORDER BY seq",
    "SELECT seq FROM messages ORDER BY seq DESC",
    "SELECT seq FROM messages INDEXED BY sqlite_autoindex_messages_1 ORDER BY id",
    "SELECT seq FROM contents ORDER BY seq",
  ])
    ignoreErrors(() => {
      const query = damaged.prepare(sql);
      query.setReadBigInts(true);
      for (const { seq } of query.iterate()) found.add(Number(seq));
    });
  return [...found].toSorted((a, b) => a - b);
}

/** Copies the instance, sessions and faults as far as they are readable. Returns the high-water mark. */
function copyState({ damaged, fresh, unreadable }: Copy): number {
  const { isIntact, ...meta } = readMeta(damaged);
  if (!isIntact) unreadable.add("meta");
  fresh.setMeta(meta);
  ignoreErrors(() => {
    for (const { details } of damaged.prepare("SELECT details FROM sessions ORDER BY number").iterate()) {
      const session = parseSession(details);
      if (session === undefined) unreadable.add("session");
      else fresh.write([{ type: "session", session }], meta.seq);
    }
  });
  ignoreErrors(() => {
    for (const { id, rule } of damaged.prepare("SELECT id, rule FROM faults ORDER BY position").iterate()) {
      const parsed = parseRule(rule);
      if (parsed === undefined) unreadable.add("fault");
      else fresh.write([{ type: "fault", fault: { id: String(id), rule: parsed, seen: 0, hits: 0 } }], meta.seq);
    }
  });
  return meta.seq;
}

/** Whatever cannot be read any more is left out. */
function ignoreErrors(read: () => void): void {
  try {
    read();
  } catch {}
}
