/** Browsers stop placing things somewhere past 16,000,000 px; a source of 25,000,000 lines is longer than that. */
const TALLEST = 12_000_000;

/** Rows that are at most so far out of sight are met by the shortest way, as walking through a list with the keys does. */
const CLOSE = 4;

export interface Viewport {
  /** Pixels scrolled. */
  readonly top: number;
  /** Pixels seen. */
  readonly height: number;
}

/** The rows that are drawn: from `first` to before `end`, the first of them `offset` px below the start. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
  readonly offset: number;
  /** Height of all rows, as the scroll bar is told. */
  readonly total: number;
  /** As many rows as a window of this height ever draws. */
  readonly most: number;
}

/**
 * Which of `count` rows of the same height are seen, and `spare` more on either side. A list that would be too tall is
 * scrolled in proportion: its scroll bar moves through more than one row a row's height.
 */
export function rowWindow(view: Viewport, count: number, rowHeight: number, spare = 8): RowWindow {
  const total = Math.min(count * rowHeight, TALLEST);
  const topRow = rowAtTop(view, count, rowHeight);
  const seen = view.height / rowHeight;
  const first = Math.max(0, Math.floor(topRow) - spare);
  const end = Math.max(first, Math.min(count, Math.ceil(topRow + seen) + spare));
  const offset = Math.max(0, view.top + (first - topRow) * rowHeight);
  return { first, end, offset, total, most: Math.ceil(seen) + 1 + 2 * spare };
}

/** The row at the upper edge, with the part of it that is scrolled out. */
export function rowAtTop(view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= TALLEST) return view.top / rowHeight;
  const share = Math.min(1, view.top / (TALLEST - view.height));
  return share * (count - view.height / rowHeight);
}

/** How far to scroll for a row to be at the upper edge. */
export function scrollTopOf(row: number, view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= TALLEST) return row * rowHeight;
  return (row / (count - view.height / rowHeight)) * (TALLEST - view.height);
}

/** Where to scroll so that a row is seen: nowhere when it is, the shortest way when it is close, else to the middle. */
export function scrollToShow(row: number, view: Viewport, count: number, rowHeight: number): number {
  const top = rowAtTop(view, count, rowHeight);
  const seen = view.height / rowHeight;
  if (row >= top && row + 1 <= top + seen) return view.top;
  let target = row - seen / 2 + 0.5;
  if (row < top && row > top - CLOSE) target = row;
  else if (row + 1 > top + seen && row < top + seen + CLOSE) target = row + 1 - seen;
  return scrollTopOf(Math.max(0, target), view, count, rowHeight);
}
