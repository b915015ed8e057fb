import type { DatabaseSync } from "node:sqlite";
import { readErrorMessage } from "../base/error-message.ts";
import { MAX_STORED_SEQ } from "../mailbox/message-ids.ts";
import { ContentReader } from "./contents.ts";
import { identifyFile } from "./identify-file.ts";
import { type MessageRow, toKeptMail } from "./mail-rows.ts";
import { readMeta } from "./meta.ts";
import { type OpenedForReading, openForReading } from "./open-for-reading.ts";
import { MISPLACED_SQL } from "./schema.ts";
import { StoreFileError } from "./store-file-error.ts";
import { parseRule, parseSession } from "./stored-values.ts";
import { type UnreadableKind, UnreadableRows } from "./unreadable-rows.ts";

/** What a check of a store has found. */
export interface FileReport {
  readonly messages: number;
  readonly sessions: number;
  readonly faults: number;
  readonly schema: number;
  /** One sentence for each problem. */
  readonly problems: readonly string[];
}

/** Maximum number of problems in a report. */
const MAX_PROBLEMS = 20;

/**
 * Checks a store without writing to it, also while a Mailglass uses it: the structure of the file, and that each row can be read
 * and each message has all bytes of its source.
 *
 * @throws {StoreFileError} if the file is not ours, or of a newer version, or cannot be opened
 */
export function checkFile(file: string): FileReport {
  if (identifyFile(file) === "new") throw new StoreFileError(`There is no store in ${file}.`);
  let opened: OpenedForReading;
  try {
    opened = openForReading(file);
  } catch (error) {
    throw new StoreFileError(`The store ${file} cannot be opened: ${readErrorMessage(error)}.`);
  }
  try {
    return checkDatabase(opened.db);
  } finally {
    opened.close();
  }
}

function checkDatabase(db: DatabaseSync): FileReport {
  // One state for all queries, while a server writes.
  db.exec("BEGIN");
  const problems = new Set<string>();
  const visit = (sql: string, onRow: (row: Record<string, unknown>) => void): void => {
    try {
      const query = db.prepare(sql);
      query.setReadBigInts(true);
      for (const row of query.iterate()) onRow(row);
    } catch (error) {
      problems.add(`${readErrorMessage(error)}.`);
    }
  };
  const readNumber = (sql: string): number => {
    let found = 0;
    visit(sql, (row) => (found = Number(Object.values(row)[0])));
    return found;
  };
  const count = (table: string) => readNumber(`SELECT count(*) FROM ${table}`);
  visit(`PRAGMA integrity_check(${MAX_PROBLEMS})`, ({ integrity_check: line }) => {
    if (line !== "ok") problems.add(`${String(line)}.`);
  });
  const unreadable = new UnreadableRows(MAX_PROBLEMS);
  const { add } = unreadable;
  if (!readMeta(db).isIntact) add("meta");
  const contents = new ContentReader(db);
  visit(`SELECT * FROM messages WHERE seq BETWEEN 1 AND ${MAX_STORED_SEQ}`, (row) =>
    toKeptMail(row as MessageRow, contents.readAll(Number(row["seq"])), add),
  );
  visit(MISPLACED_SQL, ({ kind }) => add(kind as UnreadableKind));
  visit("SELECT details FROM sessions", ({ details }) => parseSession(details) ?? add("session"));
  visit("SELECT rule FROM faults", ({ rule }) => parseRule(rule) ?? add("fault"));
  for (const what of unreadable.describe()) problems.add(`Not readable: ${what}.`);
  return {
    messages: count("messages WHERE deleted = 0"),
    sessions: count("sessions"),
    faults: count("faults"),
    schema: readNumber("PRAGMA user_version"),
    problems: [...problems],
  };
}
