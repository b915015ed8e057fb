/** What the functions here need of a row. Lists are sorted by `seq`, newest first. */
interface Row {
  readonly id: string;
  readonly seq: number;
}

/** Index of the first row that is not newer than `seq`: O(log n). */
export function indexOfSeq(rows: readonly Row[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && row.seq > seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the rows are older than `seq`: O(log n). */
export function countOlder(rows: readonly Row[], seq: number): number {
  return rows.length - indexOfSeq(rows, seq - 1);
}

/** The rows that are not named, and those that are. What the ring evicts is oldest, so the search begins there and ends when all are found. */
export function removeRows<R extends Row>(
  rows: readonly R[],
  ids: ReadonlySet<string>,
): { rows: readonly R[]; removed: R[] } {
  const removed: R[] = [];
  let first = rows.length;
  for (let at = rows.length - 1; at >= 0 && removed.length < ids.size; at--) {
    const row = rows[at];
    if (!row || !ids.has(row.id)) continue;
    removed.push(row);
    first = at;
  }
  if (removed.length === 0) return { rows, removed };
  removed.reverse();
  // All at the end: nothing behind the first of them stays.
  if (first + removed.length === rows.length) return { rows: rows.slice(0, first), removed };
  return { rows: rows.filter((row) => !ids.has(row.id)), removed };
}

/** Both lists as one, newest first, a row that is in both once, as `a` has it. */
export function mergeRows<R extends Row>(a: readonly R[], b: readonly R[]): readonly R[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both: R[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left && (!right || left.seq >= right.seq)) {
      both.push(left);
      i += 1;
      if (right && right.seq === left.seq) j += 1;
    } else if (right) {
      both.push(right);
      j += 1;
    }
  }
  return both;
}

export function countUnread(rows: readonly { readonly read: boolean }[]): number {
  return rows.reduce((sum, row) => sum + (row.read ? 0 : 1), 0);
}
