/** A file that cannot be used as a store. The message is one sentence that says what to do. */
export class StoreFileError extends Error {
  override name = "StoreFileError";
}

/** SQLite's result codes, without their extensions: https://sqlite.org/rescode.html */
export const SQLITE = { BUSY: 5, READ_ONLY: 8, CORRUPT: 11, FULL: 13, CANNOT_OPEN: 14, NOT_A_DATABASE: 26 } as const;

/** Returns SQLite's primary result code; undefined for other errors. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE.CORRUPT || code === SQLITE.NOT_A_DATABASE;
}
