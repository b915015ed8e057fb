import type { MessagePort } from "node:worker_threads";
import { readErrorMessage } from "../base/error-message.ts";
import { type OpenedFile, openFile } from "./open-file.ts";
import { isDamage, StoreFileError } from "./store-file-error.ts";
import type {
  LoadAnswer,
  OpenAnswer,
  StoreAnswer,
  StoreReopened,
  StoreRequest,
  StoreWorkerData,
} from "./worker-protocol.ts";

/** Messages in one answer to `load`. */
const LOAD_MESSAGES = 500;

/**
 * Answers the requests of a `SqliteStore`, in the store's worker thread. After the start it also reads all sources once, between requests,
 * to find damage. When it meets damage it recovers the file.
 */
export function serveStore(port: MessagePort, { file, maxSessions }: StoreWorkerData): void {
  let opened: Omit<OpenedFile, "state"> | undefined;
  let isVacuuming = false;

  /** The state is not kept: it has the transcripts of all sessions. */
  const open = (isResumed: boolean): OpenedFile => {
    const { state, ...others } = openFile(file, maxSessions, isResumed);
    opened = others;
    return { state, ...others };
  };

  const answer = (request: StoreRequest): OpenAnswer | LoadAnswer | undefined => {
    try {
      return perform(request);
    } catch (error) {
      if (opened === undefined || !isDamage(error)) throw error;
      recover();
      return perform(request);
    }
  };

  const perform = (request: StoreRequest): OpenAnswer | LoadAnswer | undefined => {
    if (request.type === "open") {
      const { state, warning, database } = open(request.isResumed);
      // Otherwise after the last message, so that the start is not delayed.
      if (request.isResumed) startVacuum();
      return { state, warning, commitNumber: database.readCommitNumber() };
    }
    if (opened === undefined) throw new Error("The store is not open");
    switch (request.type) {
      case "load": {
        const messages = opened.database.readMessagesAfter(request.after, LOAD_MESSAGES);
        if (messages.length > 0) return { messages, warning: undefined };
        startVacuum();
        setImmediate(checkSources, 0n);
        return { messages, warning: describeUnreadable(file, opened) };
      }
      case "commit":
        opened.database.write(request.changes, request.seq, request.number);
        if (request.changes.some(({ type }) => type === "deleted" || type === "cleared")) startVacuum();
        return undefined;
      case "close":
        opened.close();
        opened = undefined;
        return undefined;
    }
  };

  /** After the start, because the last process may not have come to it, and after deletions. */
  const startVacuum = () => {
    if (isVacuuming) return;
    isVacuuming = true;
    setImmediate(vacuum);
  };

  /** One step between two requests. What fails here is tried again after the next deletion. */
  const vacuum = () => {
    isVacuuming = false;
    try {
      if (opened?.database.vacuumStep()) startVacuum();
    } catch {}
  };

  const checkSources = (after: bigint) => {
    try {
      const checked = opened?.database.checkSourceAfter(after);
      if (checked !== undefined) setImmediate(checkSources, checked);
    } catch (error) {
      if (isDamage(error)) recover();
    }
  };

  /** Opens the file again, which checks all of it. If that fails, the thread ends with the error, and the next commit starts another. */
  const recover = () => {
    opened?.close();
    opened = undefined;
    const { warning } = open(true);
    port.postMessage({ reopened: { warning } } satisfies StoreReopened);
  };

  port.on("message", (request: StoreRequest) => {
    let outcome: StoreAnswer;
    try {
      outcome = { result: answer(request) };
    } catch (error) {
      if (opened === undefined && request.type !== "open") throw error;
      outcome = { failure: { message: readErrorMessage(error), isFileError: error instanceof StoreFileError } };
    }
    port.postMessage(outcome);
  });
}

function describeUnreadable(
  file: string,
  { database: { unreadable } }: Pick<OpenedFile, "database">,
): string | undefined {
  if (unreadable.isEmpty) return undefined;
  return `Not everything in the store ${file} can be read: ${unreadable.describe().join("; ")}. Everything else was loaded, and nothing was deleted from the file.`;
}
