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
  /** Number of loaded messages of each thread with several, by the id of its newest. */
  readonly counts: ReadonlyMap<string, number>;
  /** Ids of the newest messages of threads in which another message is unread. */
  readonly withUnread: ReadonlySet<string>;
  /** The newest message of the thread, by the id of each message without a row. */
  readonly newestOf: ReadonlyMap<string, string>;
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
  const isThread = new Set<string>();
  for (const { messageId, threadId } of rows) if (threadId !== messageId) isThread.add(threadId);
  if (isThread.size === 0) return { rows, counts, withUnread, newestOf };
  const newest = new Map<string, string>();
  const shown: R[] = [];
  for (const row of rows) {
    const isThreaded = isThread.has(row.threadId);
    const known = isThreaded ? newest.get(row.threadId) : undefined;
    if (known === undefined) {
      if (isThreaded) newest.set(row.threadId, row.id);
      shown.push(row);
      continue;
    }
    newestOf.set(row.id, known);
    counts.set(known, (counts.get(known) ?? 1) + 1);
    if (!row.read) withUnread.add(known);
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
