import { TimeSlice } from "../base/time-slice.ts";
import type { RawChunks } from "../mailbox/mailbox.ts";
import { type LoadedMail, type Store, type StoreChange, StoreError, type StoreState } from "../mailbox/store.ts";
import type { StoreStatus } from "../mailbox/store-status.ts";
import { SqliteSourceReader } from "./source-reader.ts";
import { StoreWorker } from "./store-worker.ts";
import type { OpenAnswer } from "./worker-protocol.ts";

export interface SqliteStoreOptions {
  readonly file: string;
  /** Number of sessions that are kept. */
  readonly maxSessions: number;
  /** Entry of the worker thread, which calls `serveStore`. */
  readonly workerEntry: URL;
  /** Called when commits begin to fail, and with undefined when they succeed again. */
  readonly onFailureChange?: (failure: string | undefined) => void;
  /** Called with sentences for the log: what was recovered of a damaged file, and what in it cannot be read. */
  readonly onWarning?: (warning: string) => void;
}

/** A store in one SQLite file. The file is written in a worker thread, because a commit waits for the disk. */
export class SqliteStore implements Store {
  readonly state: StoreState;
  readonly sources: SqliteSourceReader;
  readonly #options: SqliteStoreOptions;
  readonly #worker: StoreWorker;
  /** What was recovered when it was opened. */
  readonly #warning: string | undefined;
  #failure: string | undefined;
  #commits = 0;
  #failures = 0;

  /**
   * Opens the file, or creates it.
   *
   * @throws {StoreFileError} if it cannot be used
   */
  static async open(options: SqliteStoreOptions): Promise<SqliteStore> {
    const { file, maxSessions, workerEntry } = options;
    let store: SqliteStore | undefined;
    const worker = new StoreWorker(workerEntry, { file, maxSessions }, ({ warning }) => {
      store?.sources.close();
      if (warning !== undefined) options.onWarning?.(warning);
    });
    store = new SqliteStore(options, worker, await worker.open());
    return store;
  }

  private constructor(options: SqliteStoreOptions, worker: StoreWorker, { state, warning }: OpenAnswer) {
    this.#options = options;
    this.sources = new SqliteSourceReader(options.file, (seq) =>
      this.#warn([`The source of the message with the number ${seq} in the store ${options.file} is damaged.`]),
    );
    this.#worker = worker;
    this.state = state;
    this.#warning = warning;
  }

  get status(): StoreStatus {
    return {
      kind: "sqlite",
      location: this.#options.file,
      failure: this.#failure,
      commits: this.#commits,
      failures: this.#failures,
    };
  }

  async load(visit: (mail: LoadedMail) => void): Promise<void> {
    for (let next = this.#worker.load(0); ; ) {
      const { messages, warning } = await next;
      const last = messages.at(-1);
      if (last === undefined) {
        this.#warn([this.#warning, warning]);
        return;
      }
      // The worker reads the next ones meanwhile.
      next = this.#worker.load(last.seq);
      for (const message of messages) visit({ ...message, raw: undefined });
    }
  }

  /** In one line. */
  #warn(warnings: readonly (string | undefined)[]): void {
    const line = warnings.filter((warning) => warning !== undefined).join(" ");
    if (line !== "") this.#options.onWarning?.(line);
  }

  async commit(changes: readonly StoreChange[], seq: number): Promise<void> {
    const buffers: ArrayBuffer[] = [];
    const sent = await detachSources(changes, buffers);
    try {
      await this.#worker.commit(sent, seq, buffers);
    } catch (error) {
      this.#failures++;
      const reason = error instanceof Error ? error.message : String(error);
      const failure = `The store ${this.#options.file} cannot be written: ${reason}.`;
      this.#setFailure(failure);
      throw new StoreError(failure);
    }
    this.#commits++;
    this.#setFailure(undefined);
  }

  #setFailure(failure: string | undefined): void {
    if (this.#failure === failure) return;
    this.#failure = failure;
    this.#options.onFailureChange?.(failure);
  }

  async close(): Promise<void> {
    this.sources.close();
    await this.#worker.close();
  }
}

/** Bytes that are copied at a time. */
const COPIED_BYTES = 1024 * 1024;

/** Copies the sources out of the mailbox's memory in time slices, so that they can be moved to the worker. */
async function detachSources(changes: readonly StoreChange[], buffers: ArrayBuffer[]): Promise<StoreChange[]> {
  const slice = new TimeSlice();
  const detached: StoreChange[] = [];
  for (const change of changes) {
    if (change.type !== "added") {
      detached.push(change);
      continue;
    }
    const raw = new Uint8Array(change.mail.size);
    let end = 0;
    for (const piece of splitChunks(change.mail.raw)) {
      raw.set(piece, end);
      end += piece.length;
      if (slice.isOver) await slice.pause();
    }
    buffers.push(raw.buffer);
    detached.push({ ...change, mail: { ...change.mail, raw: [raw] } });
  }
  return detached;
}

function* splitChunks(chunks: RawChunks): Generator<Uint8Array> {
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += COPIED_BYTES) yield chunk.subarray(at, at + COPIED_BYTES);
}
