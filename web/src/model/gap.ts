import { indexOfSeq } from "./rows.ts";

/** Where a list was not read: between the rows that go down from the newest, and those where its scroll bar came to rest. */
export interface Gap {
  /** Rows with a smaller `seq` come after the gap. */
  readonly below: number;
  /** How many messages there are that are older than the oldest row. */
  readonly older: number;
}

/** A list of which some was read. A row has an index among those that were, and a place among all. */
export interface PartlyRead {
  readonly rows: readonly { readonly id: string; readonly seq: number }[];
  readonly gap: Gap | null;
  readonly matched: number;
}

/** A gap as it lies among the rows: of `size` messages, before the row at index `at`. */
export interface Hole {
  readonly at: number;
  readonly size: number;
}

/** The gap of a list, or one of no size behind its rows. What is not known to be one is never taken for it: one row is missing at least. */
export function holeIn({ rows, gap, matched }: PartlyRead): Hole {
  if (gap === null) return { at: rows.length, size: 0 };
  return { at: indexOfSeq(rows, gap.below - 1), size: Math.max(1, matched - rows.length - gap.older) };
}

/** The place of the row at this index. */
export function placeOf(index: number, { at, size }: Hole): number {
  return index < at ? index : index + size;
}

/** The index of the row at this place, or of none: -1 in the gap. */
export function indexAt(place: number, { at, size }: Hole): number {
  if (place < at) return place;
  return place < at + size ? -1 : place - size;
}

/** The indexes from which and before which there are rows without a gap, around this one. */
export function runAround(
  index: number,
  rows: readonly unknown[],
  { at }: Hole,
): { readonly from: number; readonly to: number } {
  return index < at ? { from: 0, to: at } : { from: at, to: rows.length };
}

/** Rows are read before they are seen, when so many are left below the window, and above it. */
const BELOW = 300;
const ABOVE = 100;
/** Rows that are read again, to be sure of what lies between: as many as may come or go meanwhile. */
const OVERLAP = 50;

/** What a window needs of a list: the rows from place `first` to before place `end`. */
export interface Need {
  readonly first: number;
  readonly end: number;
  /** Whether the list stands still: until it does, only what is next to rows that are here is read. */
  readonly rests: boolean;
}

/**
 * What to read next, in pages of `page` rows: the page behind the oldest row, one that begins at a place of the list, or
 * nothing. A window that is close to what was read has that read on, so that gaps close; one that is far begins anew.
 */
export function toRead(
  list: PartlyRead & { readonly next: number | null },
  page: number,
  need: Need,
): "older" | number | null {
  const hole = holeIn(list);
  const { at, size } = hole;
  const far = at + size;
  const bottom = list.rows.length + size;
  const { first, end, rests } = need;
  const begin = Math.max(0, first - ABOVE - OVERLAP);
  if (size > 0 && first < far + ABOVE && end > at - BELOW) {
    if (first < at) return Math.max(0, at - OVERLAP);
    if (end > far) return Math.max(0, far + OVERLAP - page);
    if (!rests) return null;
    if (begin < at + OVERLAP) return Math.max(0, at - OVERLAP);
    return end + BELOW > far ? Math.max(0, far + OVERLAP - page) : begin;
  }
  if (list.next === null || end <= bottom - BELOW) return null;
  if (first < bottom) return "older";
  if (!rests) return null;
  return begin < bottom ? "older" : begin;
}
