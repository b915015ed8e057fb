import type { DatabaseSync } from "node:sqlite";
import { readErrorMessage } from "../base/error-message.ts";
import type { SourceReader } from "../mailbox/source-cache.ts";
import { StoreError } from "../mailbox/store.ts";
import { ContentReader } from "./contents.ts";
import { openReadOnly } from "./open-for-reading.ts";
import { isDamage } from "./store-file-error.ts";

/** How long to wait for the thread that writes the file, in ms. With a WAL, readers wait only while the file is being recovered. */
const BUSY_MS = 1_000;

/** Reads the sources of messages on the main thread, with a connection of its own, while the worker thread writes the file. */
export class SqliteSourceReader implements SourceReader {
  readonly #file: string;
  readonly #onDamage: (seq: number) => void;
  #opened: ReturnType<typeof open> | undefined;

  /** @param onDamage called if a source is damaged */
  constructor(file: string, onDamage: (seq: number) => void) {
    this.#file = file;
    this.#onDamage = onDamage;
  }

  readPiece(seq: number, piece: number): Uint8Array | undefined {
    try {
      this.#opened ??= open(this.#file);
      return this.#opened.contents.readPiece(seq, piece);
    } catch (error) {
      // The file may have been replaced, after it was recovered.
      this.close();
      if (!isDamage(error)) throw new StoreError(`The store ${this.#file} cannot be read: ${readErrorMessage(error)}.`);
      this.#onDamage(seq);
      return undefined;
    }
  }

  /** Closes the file. The next call of `readPiece` opens it again. */
  close(): void {
    this.#opened?.db.close();
    this.#opened = undefined;
  }
}

function open(file: string): { readonly db: DatabaseSync; readonly contents: ContentReader } {
  const db = openReadOnly(file, BUSY_MS);
  return { db, contents: new ContentReader(db) };
}
