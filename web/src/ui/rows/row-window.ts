/** Browsers stop placing things somewhere past 16,000,000 px; a source of 25,000,000 lines is longer than that. */
const MAX_HEIGHT_PX = 12_000_000;

/** Rows that are at most so far out of sight are met by the shortest way, as walking through a list with the keys does. */
const NEAR_ROWS = 4;

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
  readonly totalHeight: number;
  /** As many rows as a window of this height ever draws. */
  readonly maxRows: number;
}

/**
 * Which of `count` rows of the same height are seen, and `overscanRows` more on either side. A list that would be too tall is
 * scrolled in proportion: its scroll bar moves through more than one row a row's height.
 */
export function computeRowWindow(view: Viewport, count: number, rowHeight: number, overscanRows = 8): RowWindow {
  const totalHeight = Math.min(count * rowHeight, MAX_HEIGHT_PX);
  const topRow = rowAtTop(view, count, rowHeight);
  const visibleRows = view.height / rowHeight;
  const first = Math.max(0, Math.floor(topRow) - overscanRows);
  const end = Math.max(first, Math.min(count, Math.ceil(topRow + visibleRows) + overscanRows));
  const offset = Math.max(0, view.top + (first - topRow) * rowHeight);
  return { first, end, offset, totalHeight, maxRows: Math.ceil(visibleRows) + 1 + 2 * overscanRows };
}

/** The row at the upper edge, with the part of it that is scrolled out. */
export function rowAtTop(view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= MAX_HEIGHT_PX) return view.top / rowHeight;
  const share = Math.min(1, view.top / (MAX_HEIGHT_PX - view.height));
  return share * (count - view.height / rowHeight);
}

/** How far to scroll for a row to be at the upper edge. */
export function scrollTopForRow(row: number, view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= MAX_HEIGHT_PX) return row * rowHeight;
  return (row / (count - view.height / rowHeight)) * (MAX_HEIGHT_PX - view.height);
}

/** Where to scroll so that a row is seen: nowhere when it is, the shortest way when it is close, else to the middle. */
export function scrollTopToReveal(row: number, view: Viewport, count: number, rowHeight: number): number {
  const top = rowAtTop(view, count, rowHeight);
  const visibleRows = view.height / rowHeight;
  if (row >= top && row + 1 <= top + visibleRows) return view.top;
  let target = row - visibleRows / 2 + 0.5;
  if (row < top && row > top - NEAR_ROWS) target = row;
  else if (row + 1 > top + visibleRows && row < top + visibleRows + NEAR_ROWS) target = row + 1 - visibleRows;
  return scrollTopForRow(Math.max(0, target), view, count, rowHeight);
}
