import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { readErrorCode } from "../base/error-message.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";
import { StoreFileError } from "./store-file-error.ts";

/** Bytes of the header of a database: https://sqlite.org/fileformat2.html#the_database_header */
const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";
/** Counts the changes of the schema: 0 before the first table. */
const SCHEMA_COOKIE_AT = 40;
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

const ADVICE = "Name another file with --store; this one is left as it is.";

/**
 * Says what a file is, from its header alone: SQLite could already write to a database that it opens.
 *
 * @returns `new` if there is no file, an empty one, or a database without a table: a process may have ended while it created the file
 * @throws {StoreFileError} if it is not ours, or of a newer version, or cannot be read
 */
export function identifyFile(file: string, versions: number = MIGRATIONS.length): "new" | "ours" {
  const header = readHeader(file);
  if (header.length === 0) return "new";
  if (header.length < HEADER_BYTES || header.toString("latin1", 0, MAGIC.length) !== MAGIC)
    throw new StoreFileError(`${file} is not a database. ${ADVICE}`);
  const applicationId = header.readUInt32BE(APPLICATION_ID_AT);
  if (applicationId === 0 && header.readUInt32BE(SCHEMA_COOKIE_AT) === 0 && !hasContent(`${file}-wal`)) return "new";
  if (applicationId !== APPLICATION_ID)
    throw new StoreFileError(`${file} is the database of another program, such as Mailpit. ${ADVICE}`);
  checkVersion(file, header.readUInt32BE(USER_VERSION_AT), versions);
  return "ours";
}

/** @throws {StoreFileError} if a newer Mailglass has written the file */
export function checkVersion(file: string, version: number, versions: number): void {
  if (version <= versions) return;
  throw new StoreFileError(
    `${file} was written by a newer Mailglass (schema ${version}; this one knows ${versions}). Update Mailglass, or name another file with --store.`,
  );
}

/** The tables of a database may still be in its WAL. */
const hasContent = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;

function readHeader(file: string): Buffer {
  let descriptor: number;
  try {
    // Not blocked by a named pipe that nobody writes to.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (readErrorCode(error) === "ENOENT") return Buffer.alloc(0);
    throw new StoreFileError(`The store ${file} cannot be read (${readErrorCode(error)}).`);
  }
  try {
    if (!fstatSync(descriptor).isFile()) throw new StoreFileError(`The store ${file} is not a file.`);
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(descriptor, header, 0, HEADER_BYTES, 0));
  } catch (error) {
    if (error instanceof StoreFileError) throw error;
    throw new StoreFileError(`The store ${file} cannot be read (${readErrorCode(error)}).`);
  } finally {
    closeSync(descriptor);
  }
}
