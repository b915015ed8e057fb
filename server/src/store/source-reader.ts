import { DatabaseSync } from "node:sqlite";
import { readErrorMessage } from "../base/error-message.ts";
import { countBytes } from "../mail/chunks.ts";
import type { RawChunks } from "../mailbox/mailbox.ts";
import type { SourceReader } from "../mailbox/source-cache.ts";
import { StoreError } from "../mailbox/store.ts";
import { ContentReader } from "./contents.ts";
import { isDamage } from "./store-file-error.ts";

/** How long to wait for the thread that writes the file, in ms. With a WAL, readers wait only while the file is being recovered. */
const BUSY_MS = 1_000;

/** Reads the sources of messages on the main thread, with a connection of its own, while the worker thread writes the file. */
export class SqliteSourceReader implements SourceReader {
  readonly #file: string;
  readonly #onDamage: (seq: number) => void;
  #opened: { readonly db: DatabaseSync; readonly contents: ContentReader } | undefined;

  /** @param onDamage called if a source is damaged */
  constructor(file: string, onDamage: (seq: number) => void) {
    this.#file = file;
    this.#onDamage = onDamage;
  }

  read(seq: number, limit: number): RawChunks | undefined {
    try {
      this.#opened ??= open(this.#file);
      const pieces = this.#opened.contents.read(seq, limit);
      return pieces === undefined || countBytes(pieces) < limit ? undefined : pieces;
    } catch (error) {
      // The file may have been replaced, after it was recovered.
      this.close();
      if (!isDamage(error)) throw new StoreError(`The store ${this.#file} cannot be read: ${readErrorMessage(error)}.`);
      this.#onDamage(seq);
      return undefined;
    }
  }

  /** Closes the file. The next call of `read` opens it again. */
  close(): void {
    this.#opened?.db.close();
    this.#opened = undefined;
  }
}

function open(file: string): { db: DatabaseSync; contents: ContentReader } {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return { db, contents: new ContentReader(db) };
  } catch (error) {
    db.close();
    throw error;
  }
}
