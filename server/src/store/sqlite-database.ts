import { chmodSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { createInstance, MAX_STORED_SEQ } from "../mailbox/message-ids.ts";
import type { KeptFault, KeptMessage, StoreChange, StoreState } from "../mailbox/store.ts";
import { ChangeWriter } from "./change-writer.ts";
import { CONTENT_TABLES, SOURCE_BYTES_SQL } from "./contents.ts";
import { checkVersion } from "./identify-file.ts";
import { type MessageRow, toKeptMessage } from "./mail-rows.ts";
import { type Meta, readMeta, writeMeta } from "./meta.ts";
import { APPLICATION_ID, MIGRATIONS, MISPLACED_SQL } from "./schema.ts";
import { SQLITE } from "./store-file-error.ts";
import { parseRule, parseSession } from "./stored-values.ts";
import { type UnreadableKind, UnreadableRows } from "./unreadable-rows.ts";

/*
 * A store in one SQLite file, synchronous. It runs in the store's worker thread: a commit waits for the disk.
 *
 * Invariants:
 *   - `write` is one transaction. With `synchronous=FULL` it returns when the WAL is on the disk.
 *   - The file is ours before anything else is in it: the application id is written first, without the WAL, whose content would not
 *     be in the header that `identifyFile` reads.
 *   - Pages that are free are returned to the file system a few at a time (`vacuumStep`); there is never a VACUUM of the whole file.
 */

/** How long to wait for another program that reads or writes the file, in ms. */
const BUSY_MS = 5_000;
/** Bytes of a page of a new file. SQLite writes each page on its own: with its default of 4 KiB, large messages take 1.1 times as long. */
const PAGE_BYTES = 8 * 1024;
/** Size to which the WAL is truncated after a checkpoint, in bytes. */
const WAL_BYTES = 16 * 1024 * 1024;
/** Pages that are returned to the file system in one step. */
const VACUUM_PAGES = 256;
/** Share of the file that may be free pages: they are used again by the next messages. */
const MAX_FREE_SHARE = 1 / 4;

export interface DatabaseOptions {
  readonly file: string;
  readonly isNew: boolean;
  /** Number of sessions that are kept. */
  readonly maxSessions: number;
  /** Whether this process had it open before: deletions can still be undone. Why it was closed is not known, so all of it is checked. */
  readonly isResumed?: boolean;
  /** Steps of the schema; for tests. */
  readonly migrations?: readonly string[];
}

export class SqliteDatabase {
  /** What could not be read so far. */
  readonly unreadable = new UnreadableRows();
  readonly #db: DatabaseSync;
  readonly #writer: ChangeWriter;
  readonly #nextMessages: StatementSync;
  readonly #nextSource: StatementSync;
  readonly #putMarks: StatementSync;

  /** @throws {StoreFileError} if the file is of a newer version, or SQLite's error if it is damaged or cannot be written */
  constructor({ file, isNew, maxSessions, isResumed = false, migrations = MIGRATIONS }: DatabaseOptions) {
    this.#db = new DatabaseSync(file);
    try {
      this.#db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
      if (isNew) {
        chmodSync(file, 0o600);
        this.#db.exec(
          `PRAGMA page_size = ${PAGE_BYTES}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = ${APPLICATION_ID}`,
        );
      }
      this.#db.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${WAL_BYTES}; PRAGMA trusted_schema = OFF`,
      );
      migrate(this.#db, file, migrations);
      if (!isResumed) deleteHidden(this.#db);
      this.#writer = new ChangeWriter(this.#db, maxSessions);
      this.#nextMessages = this.#db.prepare(
        `SELECT *, ${SOURCE_BYTES_SQL} AS source_bytes FROM messages WHERE seq > ? AND seq <= ${MAX_STORED_SEQ} ORDER BY seq LIMIT ?`,
      );
      this.#nextMessages.setReadBigInts(true);
      // A comparison reads all bytes of a source.
      this.#nextSource = this.#db.prepare(
        "SELECT seq, raw = x'', (SELECT sum(raw = x'') FROM continued WHERE seq = contents.seq) FROM contents WHERE seq > ? ORDER BY seq LIMIT 1",
      );
      this.#nextSource.setReadBigInts(true);
      this.#putMarks = this.#db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('seq', ?), ('commit', ?)");
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /**
   * Checks the structure of all tables except those with the sources, which are most of the file.
   *
   * @throws SQLite's error if it is damaged
   */
  checkTables(): void {
    const tables = this.#db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables) if (!CONTENT_TABLES.some((table) => table === name)) this.#quickCheck(String(name));
  }

  /**
   * Checks the structure of the whole file, in a time that grows with it.
   *
   * @throws SQLite's error if it is damaged
   */
  checkAll(): void {
    this.#quickCheck("1");
  }

  /** @param what a table, or how many problems to look for */
  #quickCheck(what: string): void {
    const [first] = this.#db.prepare(`PRAGMA quick_check(${what})`).all();
    if (first?.["quick_check"] !== "ok")
      throw Object.assign(new Error(String(first?.["quick_check"])), { errcode: SQLITE.CORRUPT });
  }

  /**
   * Checks that the next source after this number can be read.
   *
   * @returns its number, or undefined if there is none
   * @throws SQLite's error if it is damaged
   */
  checkSourceAfter(seq: bigint): bigint | undefined {
    const next = this.#nextSource.get(seq)?.["seq"];
    return typeof next === "bigint" ? next : undefined;
  }

  /** Reads everything but the messages. What cannot be read is left out, and noted in `unreadable`. */
  readState(): StoreState {
    const { isIntact, ...meta } = readMeta(this.#db);
    if (!isIntact) {
      this.unreadable.add("meta");
      this.setMeta(meta);
    }
    this.#noteMisplaced();
    return { ...meta, sessions: this.#readSessions(), faults: this.#readFaults() };
  }

  #readSessions(): StoreState["sessions"] {
    return this.#db
      .prepare("SELECT details FROM sessions ORDER BY number")
      .all()
      .flatMap(({ details }) => this.#noteIfMissing("session", parseSession(details)));
  }

  #readFaults(): readonly KeptFault[] {
    const rules = this.#db.prepare("SELECT id, rule, seen, hits FROM faults ORDER BY position");
    rules.setReadBigInts(true);
    return rules.all().flatMap(({ id, rule, seen, hits }) =>
      this.#noteIfMissing("fault", parseRule(rule)).map((parsed) => ({
        id: String(id),
        rule: parsed,
        seen: Number(seen),
        hits: Number(hits),
      })),
    );
  }

  #noteIfMissing<Value>(kind: "session" | "fault", value: Value | undefined): Value[] {
    if (value !== undefined) return [value];
    this.unreadable.add(kind);
    return [];
  }

  #noteMisplaced(): void {
    for (const { kind } of this.#db.prepare(MISPLACED_SQL).iterate()) this.unreadable.add(kind as UnreadableKind);
  }

  /**
   * Returns the oldest messages after this number that have their sources: some, at most `limit`, or none if there are no others.
   * Those that it skips are noted in `unreadable`.
   */
  readMessagesAfter(seq: number, limit: number): KeptMessage[] {
    for (let after = seq; ; ) {
      const rows = this.#nextMessages.all(after, limit);
      const last = rows.at(-1);
      if (last === undefined) return [];
      const messages = rows.flatMap(
        (row) => toKeptMessage(row as MessageRow, row["source_bytes"], this.unreadable.add) ?? [],
      );
      if (messages.length > 0) return messages;
      after = Number(last["seq"]);
    }
  }

  /** Number of the last commit; 0 if it cannot be read. */
  readCommitNumber(): number {
    return Number(this.#db.prepare("SELECT value FROM meta WHERE key = 'commit'").get()?.["value"]) || 0;
  }

  /**
   * Writes all changes, or none. Returns when they are durable.
   *
   * @param seq the new high-water mark
   * @param commitNumber tells after a crash whether this was written
   */
  write(changes: readonly StoreChange[], seq: number, commitNumber = 0): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const change of changes) this.#writer.write(change);
      this.#putMarks.run(String(seq), String(commitNumber));
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** SQLite has rolled back by itself after some errors, and then refuses to do it again. */
  #rollBack(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {}
  }

  /** Returns a few free pages to the file system. Returns whether more are left. */
  vacuumStep(): boolean {
    const freePages = this.#readPragma("freelist_count");
    if (freePages <= Math.max(VACUUM_PAGES, this.#readPragma("page_count") * MAX_FREE_SHARE)) return false;
    this.#db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
    return true;
  }

  /** Replaces the prefix of ids and the high-water mark. */
  setMeta(meta: Meta): void {
    writeMeta(this.#db, meta);
  }

  /** Limits the size of the file, for tests of a full disk. `undefined` lifts the limit. */
  limitPages(pages: number | undefined): void {
    this.#db.exec(`PRAGMA max_page_count = ${pages ?? 0xffff_fffe}`);
  }

  get pageCount(): number {
    return this.#readPragma("page_count");
  }

  close(): void {
    this.#db.close();
  }

  #readPragma(name: string): number {
    return Number(this.#db.prepare(`PRAGMA ${name}`).get()?.[name]);
  }
}

/** Deletes what could have been restored until the last process ended. */
function deleteHidden(db: DatabaseSync): void {
  db.exec("BEGIN IMMEDIATE");
  for (const table of CONTENT_TABLES)
    db.exec(`DELETE FROM ${table} WHERE seq IN (SELECT seq FROM messages WHERE deleted = 1)`);
  db.exec("DELETE FROM messages WHERE deleted = 1");
  db.exec("COMMIT");
}

/** Brings the schema up to date, in one transaction. */
function migrate(db: DatabaseSync, file: string, migrations: readonly string[]): void {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
  checkVersion(file, version, migrations.length);
  if (version === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  for (const step of migrations.slice(version)) db.exec(step);
  if (version === 0) {
    writeMeta(db, { instance: createInstance(), seq: 0 });
  }
  db.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
}
