import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SQLITE, sqliteCode } from "./store-file-error.ts";

export interface OpenedForReading {
  readonly db: DatabaseSync;
  close(): void;
}

/** How long to wait for the server that uses the file, in ms. */
const BUSY_MS = 5_000;

/**
 * Opens a store for reading, also while a server uses it. Without permission to write to its folder, SQLite can read the WAL only
 * while a server has it open. Otherwise a copy is read: nobody is writing then.
 *
 * @throws SQLite's error if it cannot be opened, or that of the file system if it cannot be copied
 */
export function openForReading(file: string): OpenedForReading {
  const db = openReadOnly(file);
  if (canReadWal(db)) return { db, close: () => db.close() };
  db.close();
  return openCopy(file);
}

/** @param busyMs how long to wait for the server that uses the file, in ms */
export function openReadOnly(file: string, busyMs = BUSY_MS): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec(`PRAGMA busy_timeout = ${busyMs}`);
  return db;
}

/** It is opened by the first query. Other errors are for the caller's queries. */
function canReadWal(db: DatabaseSync): boolean {
  try {
    db.exec("PRAGMA schema_version");
    return true;
  } catch (error) {
    const code = sqliteCode(error);
    return code !== SQLITE.READ_ONLY && code !== SQLITE.CANNOT_OPEN;
  }
}

function openCopy(file: string): OpenedForReading {
  const folder = mkdtempSync(join(tmpdir(), "mailglass-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, "copy.db");
    for (const suffix of ["", "-wal"]) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    const db = openReadOnly(copy);
    return {
      db,
      close() {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
