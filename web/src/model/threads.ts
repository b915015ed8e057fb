/** The fields of a row that threads are made of. */
interface ThreadedRow {
  readonly id: string;
  readonly seq: number;
  readonly messageId: string;
  readonly threadId: string;
  readonly read: boolean;
}

/** A list in which each thread has one row, that of its newest message. */
export interface ThreadedList<R> {
  /** Newest first. */
  readonly rows: readonly R[];
  /** Number of loaded messages of each thread with several, by the id of its newest. Duplicates are one message. */
  readonly counts: ReadonlyMap<string, number>;
  /** Ids of the newest messages of threads in which another message is unread. */
  readonly withUnread: ReadonlySet<string>;
  /** The newest message of the thread, by the id of each message without a row. */
  readonly newestOf: ReadonlyMap<string, string>;
}

/** What is known of a thread while its rows are visited. */
interface Thread {
  /** Id of its newest message. */
  readonly newest: string;
  readonly messageIds: Set<string>;
}

/**
 * Groups loaded rows by thread. Only loaded messages are known, so a count is of those. If no row is a reply, the
 * rows are returned as they are, which costs one pass.
 *
 * @param rows newest first
 */
export function groupByThread<R extends ThreadedRow>(rows: readonly R[]): ThreadedList<R> {
  const counts = new Map<string, number>();
  const newestOf = new Map<string, string>();
  const withUnread = new Set<string>();
  const threads = new Map<string, Thread | undefined>();
  for (const { messageId, threadId } of rows) if (threadId !== messageId) threads.set(threadId, undefined);
  if (threads.size === 0) return { rows, counts, withUnread, newestOf };
  const shown: R[] = [];
  for (const row of rows) {
    const { id, messageId, threadId } = row;
    const thread = threads.get(threadId);
    if (thread === undefined) {
      if (threads.has(threadId)) threads.set(threadId, { newest: id, messageIds: new Set([messageId]) });
      shown.push(row);
      continue;
    }
    const { newest, messageIds } = thread;
    newestOf.set(id, newest);
    if (messageId === "" || !messageIds.has(messageId)) counts.set(newest, (counts.get(newest) ?? 1) + 1);
    messageIds.add(messageId);
    if (!row.read) withUnread.add(newest);
  }
  return { rows: shown, counts, withUnread, newestOf };
}

/** Returns the ids of rows that repeat an older row: those with the same Message-ID. */
export function findDuplicates(rows: readonly Pick<ThreadedRow, "id" | "messageId">[]): ReadonlySet<string> {
  const duplicates = new Set<string>();
  const seen = new Set<string>();
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at];
    if (row === undefined || row.messageId === "") continue;
    if (seen.has(row.messageId)) duplicates.add(row.id);
    else seen.add(row.messageId);
  }
  return duplicates;
}
