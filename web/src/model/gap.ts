import { indexOfSeq } from "./rows.ts";

/** A range of the list that was not loaded: between the newest rows and the rows that the user jumped to. */
export interface Gap {
  /** Rows with a smaller `seq` come after the gap. */
  readonly below: number;
  /** Number of messages older than the oldest row. */
  readonly older: number;
}

/** A partially loaded list. A row has an index among the loaded rows, and a position in the whole list. */
export interface PartialList {
  readonly rows: readonly { readonly id: string; readonly seq: number }[];
  readonly gap: Gap | null;
  readonly matched: number;
}

/** A gap of `size` messages before the row at `index`. */
export interface GapRange {
  readonly index: number;
  readonly size: number;
}

/** Returns the gap, or an empty range after the last row. A gap is at least one row until a page closes it. */
export function findGapRange({ rows, gap, matched }: PartialList): GapRange {
  if (gap === null) return { index: rows.length, size: 0 };
  return { index: indexOfSeq(rows, gap.below - 1), size: Math.max(1, matched - rows.length - gap.older) };
}

/** Returns the position of the row at this index. */
export function positionOfIndex(index: number, { index: gapIndex, size }: GapRange): number {
  return index < gapIndex ? index : index + size;
}

/** Returns the index of the row at this position; -1 in the gap. */
export function indexAtPosition(position: number, { index: gapIndex, size }: GapRange): number {
  if (position < gapIndex) return position;
  return position < gapIndex + size ? -1 : position - size;
}

/** Returns the index range of loaded rows without a gap around this index. */
export function contiguousRange(
  index: number,
  rows: readonly unknown[],
  { index: gapIndex }: GapRange,
): { readonly from: number; readonly to: number } {
  return index < gapIndex ? { from: 0, to: gapIndex } : { from: gapIndex, to: rows.length };
}

/** Rows are loaded ahead when fewer than this many are left below the window, or above it. */
const PREFETCH_ROWS_BELOW = 300;
const PREFETCH_ROWS_ABOVE = 100;
/** Rows loaded twice to ensure that pages join: as many as may arrive or disappear during a request. */
const OVERLAP_ROWS = 50;

/** The rows that a window needs: positions from `first` up to, but not including, `end`. */
export interface NeededRows {
  readonly first: number;
  readonly end: number;
  /** Whether the list is idle. Until then, only rows next to loaded ones are loaded. */
  readonly isIdle: boolean;
}

/**
 * Decides which page of `pageRows` rows to load next: the one after the oldest row, one at a position in the list, or
 * none. Extends loaded rows if the window is near them, so that gaps close; otherwise loads a separate page at the
 * window.
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
