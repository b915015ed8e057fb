import { indexOfSeq } from "./rows.ts";

/** Where a list was not read: between the rows that go down from the newest, and those where its scroll bar came to rest. */
export interface Gap {
  /** Rows with a smaller `seq` come after the gap. */
  readonly below: number;
  /** How many messages there are that are older than the oldest row. */
  readonly older: number;
}

/** A list of which some was read. A row has an index among those that were, and a place among all. */
export interface PartialList {
  readonly rows: readonly { readonly id: string; readonly seq: number }[];
  readonly gap: Gap | null;
  readonly matched: number;
}

/** A gap as it lies among the rows: of `size` messages, before the row at index `index`. */
export interface GapRange {
  readonly index: number;
  readonly size: number;
}

/** The gap of a list, or one of no size behind its rows. What is not known to be one is never taken for it: one row is missing at least. */
export function findGapRange({ rows, gap, matched }: PartialList): GapRange {
  if (gap === null) return { index: rows.length, size: 0 };
  return { index: indexOfSeq(rows, gap.below - 1), size: Math.max(1, matched - rows.length - gap.older) };
}

/** The place of the row at this index. */
export function positionOfIndex(index: number, { index: gapIndex, size }: GapRange): number {
  return index < gapIndex ? index : index + size;
}

/** The index of the row at this place, or of none: -1 in the gap. */
export function indexAtPosition(position: number, { index: gapIndex, size }: GapRange): number {
  if (position < gapIndex) return position;
  return position < gapIndex + size ? -1 : position - size;
}

/** The indexes from which and before which there are rows without a gap, around this one. */
export function contiguousRange(
  index: number,
  rows: readonly unknown[],
  { index: gapIndex }: GapRange,
): { readonly from: number; readonly to: number } {
  return index < gapIndex ? { from: 0, to: gapIndex } : { from: gapIndex, to: rows.length };
}

/** Rows are read before they are seen, when so many are left below the window, and above it. */
const PREFETCH_ROWS_BELOW = 300;
const PREFETCH_ROWS_ABOVE = 100;
/** Rows that are read again, to be sure of what lies between: as many as may come or go meanwhile. */
const OVERLAP_ROWS = 50;

/** What a window needs of a list: the rows from place `first` to before place `end`. */
export interface NeededRows {
  readonly first: number;
  readonly end: number;
  /** Whether the list stands still: until it does, only what is next to rows that are here is read. */
  readonly isIdle: boolean;
}

/**
 * What to read next, in pages of `pageRows` rows: the page behind the oldest row, one that begins at a place of the list, or
 * nothing. A window that is close to what was read has that read on, so that gaps close; one that is far begins anew.
 */
export function nextPageToLoad(
  list: PartialList & { readonly next: number | null },
  pageRows: number,
  need: NeededRows,
): "older" | number | null {
  const gapRange = findGapRange(list);
  const { index: gapStart, size } = gapRange;
  const gapEnd = gapStart + size;
  const loadedEnd = list.rows.length + size;
  const { first, end, isIdle } = need;
  const start = Math.max(0, first - PREFETCH_ROWS_ABOVE - OVERLAP_ROWS);
  if (size > 0 && first < gapEnd + PREFETCH_ROWS_ABOVE && end > gapStart - PREFETCH_ROWS_BELOW) {
    if (first < gapStart) return Math.max(0, gapStart - OVERLAP_ROWS);
    if (end > gapEnd) return Math.max(0, gapEnd + OVERLAP_ROWS - pageRows);
    if (!isIdle) return null;
    if (start < gapStart + OVERLAP_ROWS) return Math.max(0, gapStart - OVERLAP_ROWS);
    return end + PREFETCH_ROWS_BELOW > gapEnd ? Math.max(0, gapEnd + OVERLAP_ROWS - pageRows) : start;
  }
  if (list.next === null || end <= loadedEnd - PREFETCH_ROWS_BELOW) return null;
  if (first < loadedEnd) return "older";
  if (!isIdle) return null;
  return start < loadedEnd ? "older" : start;
}
