import { DatabaseSync } from "node:sqlite";
import { readErrorMessage } from "../base/error-message.ts";
import { SQLITE, StoreFileError, sqliteCode } from "./store-file-error.ts";

/** How long to wait for a process that is ending, in ms. */
const WAIT_MS = 2_000;

/**
 * Locks a store for this process: only one may write to it, because each has its own copy in memory. The lock is on a file of its own
 * (`FILE-lock`, empty), so that other programs can query the store. The system releases it when the process ends, however it ends.
 *
 * @returns a function that releases the lock
 * @throws {StoreFileError} if another process has it, or the file cannot be created
 */
export function lockFile(file: string): () => void {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${file}-lock`);
    // No journal file: nothing is ever written.
    lock.exec(`PRAGMA busy_timeout = ${WAIT_MS}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
    const held = lock;
    return () => held.close();
  } catch (error) {
    lock?.close();
    throw new StoreFileError(
      sqliteCode(error) === SQLITE.BUSY
        ? `The store ${file} is in use by another Mailglass. Stop it, or name another file with --store.`
        : `The lock file ${file}-lock cannot be used: ${readErrorMessage(error)}. It has no data: delete it, unless a Mailglass uses the store.`,
    );
  }
}
