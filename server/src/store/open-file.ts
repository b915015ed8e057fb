import { closeSync, openSync } from "node:fs";
import { readErrorCode, readErrorMessage } from "../base/error-message.ts";
import type { StoreState } from "../mailbox/store.ts";
import { identifyFile } from "./identify-file.ts";
import { lockFile } from "./lock-file.ts";
import { recoverFile } from "./recover-file.ts";
import { type DatabaseOptions, SqliteDatabase } from "./sqlite-database.ts";
import { isDamage, StoreFileError } from "./store-file-error.ts";
import { keepDamagedWal } from "./wal-damage.ts";

interface CheckedDatabase {
  readonly database: SqliteDatabase;
  /** Everything but the messages, as it was when the file was opened. */
  readonly state: StoreState;
}

export interface OpenedFile extends CheckedDatabase {
  /** What was recovered, if the file was damaged: a sentence for the log. */
  readonly warning: string | undefined;
  /** Closes the file and releases its lock. */
  close(): void;
}

/**
 * Opens a store, or creates it.
 *
 * @param isResumed whether this process had it open before: see `DatabaseOptions`
 * @throws {StoreFileError} if the file cannot be used; it is then unchanged
 */
export function openFile(file: string, maxSessions: number, isResumed = false): OpenedFile {
  identifyFile(file);
  checkWritable(file);
  const unlock = lockFile(file);
  try {
    // Again, because another process may have created it meanwhile.
    const isNew = identifyFile(file) === "new";
    const walWarning = isNew ? undefined : keepDamagedWal(file);
    const opened = openOrRecover({ file, isNew, maxSessions, isResumed });
    const warnings = [walWarning, opened.warning].filter((warning) => warning !== undefined);
    return {
      ...opened,
      warning: warnings.length === 0 ? undefined : warnings.join(" "),
      close() {
        opened.database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    if (error instanceof StoreFileError) throw error;
    throw new StoreFileError(`The store ${file} cannot be opened: ${readErrorMessage(error)}.`);
  }
}

function openOrRecover(options: DatabaseOptions): Omit<OpenedFile, "close"> {
  try {
    return { ...openChecked(options), warning: undefined };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const { recovered, lost, unreadable, damagedFile } = recoverFile(options);
    const more = lost === 0 ? "" : `, and ${lost} could not be`;
    const rest = unreadable.isEmpty ? "" : ` Not readable: ${unreadable.describe().join("; ")}.`;
    const warning = `The store ${options.file} was damaged (${readErrorMessage(error)}): ${recovered} messages were recovered${more}.${rest} The damaged file is now ${damagedFile}.`;
    return { ...openChecked({ ...options, isNew: false }), warning };
  }
}

function openChecked(options: DatabaseOptions): CheckedDatabase {
  const database = new SqliteDatabase(options);
  try {
    if (options.isResumed) database.checkAll();
    else database.checkTables();
    return { database, state: database.readState() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opening for appending changes nothing. SQLite would open a file without write permission for reading. */
function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new StoreFileError(
      `The store ${file} cannot be written (${readErrorCode(error) ?? readErrorMessage(error)}).`,
    );
  }
}
