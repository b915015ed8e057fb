import type { DatabaseSync, StatementSync } from "node:sqlite";

/*
 * The sources of messages. A short one is a row of `contents`. A longer one is divided, so that its beginning can be read alone,
 * and no step copies all of it: the rest is in `continued`, in pieces.
 */

/** The tables with the sources. */
export const CONTENT_TABLES = ["contents", "continued"] as const;

/** Bytes of a piece. Files of the first schema have longer ones, which are not divided. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** SQL of the bytes of a source; null if it is missing. Counting them does not read them. */
export const SOURCE_BYTES_SQL =
  "(SELECT length(raw) FROM contents WHERE seq = messages.seq) + (SELECT coalesce(sum(length(raw)), 0) FROM continued WHERE seq = messages.seq)";

export class ContentWriter {
  readonly #putFirst: StatementSync;
  readonly #putPiece: StatementSync;

  constructor(db: DatabaseSync) {
    this.#putFirst = db.prepare("INSERT INTO contents (seq, raw) VALUES (?, ?)");
    this.#putPiece = db.prepare("INSERT INTO continued (seq, piece, raw) VALUES (?, ?, ?)");
  }

  write(seq: number, raw: Uint8Array): void {
    this.#putFirst.run(seq, raw.subarray(0, PIECE_BYTES));
    for (let at = PIECE_BYTES; at < raw.length; at += PIECE_BYTES)
      this.#putPiece.run(seq, at / PIECE_BYTES, raw.subarray(at, at + PIECE_BYTES));
  }
}

/** Statements are prepared when they are needed, because that reads a file that may be damaged. */
export class ContentReader {
  readonly #db: DatabaseSync;
  #first: StatementSync | undefined;
  /** Null for a file of the first schema. */
  #later: StatementSync | null | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /**
   * Reads a piece of a source: 0 is the first.
   *
   * @returns undefined if there is none
   * @throws SQLite's error if it cannot be read
   */
  readPiece(seq: number, piece: number): Uint8Array | undefined {
    if (piece === 0) {
      this.#first ??= this.#db.prepare("SELECT raw FROM contents WHERE seq = ?");
      return toBytes(this.#first.get(seq));
    }
    this.#later ??= this.#prepareLater();
    return toBytes(this.#later?.get(seq, piece));
  }

  /** Reads all pieces; undefined if there are none. */
  readAll(seq: number): Uint8Array[] | undefined {
    const pieces: Uint8Array[] = [];
    for (let piece = this.readPiece(seq, 0); piece !== undefined; piece = this.readPiece(seq, pieces.length))
      pieces.push(piece);
    return pieces.length === 0 ? undefined : pieces;
  }

  #prepareLater(): StatementSync | null {
    const isDivided = this.#db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'continued'").get() !== undefined;
    return isDivided ? this.#db.prepare("SELECT raw FROM continued WHERE seq = ? AND piece = ?") : null;
  }
}

const toBytes = (row: ReturnType<StatementSync["get"]>): Uint8Array | undefined =>
  row?.["raw"] instanceof Uint8Array ? row["raw"] : undefined;
