import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Overwrites a page of a database that is closed. Pages are numbered from 1, as SQLite does, or from the end with -1. */
export function damagePage(file: string, page: number): void {
  const bytes = readFileSync(file);
  // https://sqlite.org/fileformat.html#the_database_header
  const size = bytes.readUInt16BE(16);
  const start = page > 0 ? (page - 1) * size : bytes.length + page * size;
  bytes.fill(0xff, start, start + size);
  writeFileSync(file, bytes);
}

/** Returns the numbers of the pages of a table in a database that is closed. */
export function findPages(file: string, table: string, type: "leaf" | "overflow"): number[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const pages = db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY pageno")
    .all(table, type);
  db.close();
  return pages.map(({ pageno }) => Number(pageno));
}
