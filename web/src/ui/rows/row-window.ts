/** Browsers limit the height of elements to about 16,000,000 px; a source of 25,000,000 lines is taller. */
const MAX_HEIGHT_PX = 12_000_000;

/**
 * Rows at most this far out of view are scrolled to by the shortest distance, as when stepping through the list with
 * the keys.
 */
const NEAR_ROWS = 4;

export interface Viewport {
  /** Scroll offset in pixels. */
  readonly top: number;
  /** Visible height in pixels. */
  readonly height: number;
}

/** The rendered rows: from `first` up to, but not including, `end`; the first is at `offset` px. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
  readonly offset: number;
  /** Height of all rows, for the scroll bar. */
  readonly totalHeight: number;
  /** Maximum number of rows that a window of this height renders. */
  readonly maxRows: number;
}

/**
 * Computes the rows to render: the visible ones of `count` rows of equal height, and `overscanRows` more on either
 * side. A list taller than the limit scrolls proportionally: the scroll bar moves by more than one row per row
 * height.
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

/** Returns the row at the upper edge, including the fraction that is scrolled out. */
export function rowAtTop(view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= MAX_HEIGHT_PX) return view.top / rowHeight;
  const share = Math.min(1, view.top / (MAX_HEIGHT_PX - view.height));
  return share * (count - view.height / rowHeight);
}

/** Returns the scroll offset that puts a row at the upper edge. */
export function scrollTopForRow(row: number, view: Viewport, count: number, rowHeight: number): number {
  if (count * rowHeight <= MAX_HEIGHT_PX) return row * rowHeight;
  return (row / (count - view.height / rowHeight)) * (MAX_HEIGHT_PX - view.height);
}

/**
 * Returns the scroll offset that reveals a row: unchanged if visible, the shortest distance if close, else centred.
 */
export function scrollTopToReveal(row: number, view: Viewport, count: number, rowHeight: number): number {
  const top = rowAtTop(view, count, rowHeight);
  const visibleRows = view.height / rowHeight;
  if (row >= top && row + 1 <= top + visibleRows) return view.top;
  let target = row - visibleRows / 2 + 0.5;
  if (row < top && row > top - NEAR_ROWS) target = row;
  else if (row + 1 > top + visibleRows && row < top + visibleRows + NEAR_ROWS) target = row + 1 - visibleRows;
  return scrollTopForRow(Math.max(0, target), view, count, rowHeight);
}
