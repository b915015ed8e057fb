import { DatabaseSync } from "node:sqlite";
import { readErrorMessage } from "../base/error-message.ts";
import { identifyFile } from "./identify-file.ts";
import { StoreFileError } from "./store-file-error.ts";

/** What a check of a store has found. */
export interface FileReport {
  readonly messages: number;
  readonly sessions: number;
  readonly faults: number;
  readonly schema: number;
  /** One sentence for each problem. */
  readonly problems: readonly string[];
}

/** How long to wait for the server that uses the file, in ms. */
const BUSY_MS = 5_000;
/** Maximum number of problems in a report. */
const MAX_PROBLEMS = 20;

/**
 * Checks a store without writing to it, also while a Mailglass uses it: the structure of the file, and that each message has all
 * bytes of its source.
 *
 * @throws {StoreFileError} if the file is not ours, or of a newer version, or cannot be opened
 */
export function checkFile(file: string): FileReport {
  if (identifyFile(file) === "new") throw new StoreFileError(`There is no store in ${file}.`);
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(file, { readOnly: true });
  } catch (error) {
    throw new StoreFileError(`The store ${file} cannot be opened: ${readErrorMessage(error)}.`);
  }
  db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  const problems: string[] = [];
  const read = (sql: string): Record<string, unknown>[] => {
    try {
      return db.prepare(sql).all();
    } catch (error) {
      problems.push(`${readErrorMessage(error)}.`);
      return [];
    }
  };
  const count = (table: string) => Number(read(`SELECT count(*) AS count FROM ${table}`)[0]?.["count"] ?? 0);
  try {
    for (const { integrity_check: line } of read(`PRAGMA integrity_check(${MAX_PROBLEMS})`))
      if (line !== "ok") problems.push(`${String(line)}.`);
    const incomplete = read(
      `SELECT id FROM messages LEFT JOIN contents USING (seq) WHERE length(raw) IS NOT size LIMIT ${MAX_PROBLEMS}`,
    );
    for (const { id } of incomplete) problems.push(`The source of message ${String(id)} is not complete.`);
    return {
      messages: count("messages WHERE deleted = 0"),
      sessions: count("sessions"),
      faults: count("faults"),
      schema: Number(read("PRAGMA user_version")[0]?.["user_version"] ?? 0),
      problems: [...new Set(problems)],
    };
  } finally {
    db.close();
  }
}
