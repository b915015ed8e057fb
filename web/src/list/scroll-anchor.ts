import type { MessageSummary } from "@mailglass/shared";
import { type GapRange, indexAtPosition, positionOfIndex } from "../model/gap.ts";
import { indexOfSeq } from "../model/rows.ts";
import { rowAtTop, scrollTopForRow, type Viewport } from "../ui/rows/row-window.ts";

/** A list as it stands on the screen. */
export interface ListLayout {
  /** What is searched for in these rows. */
  readonly query: string;
  readonly rows: readonly MessageSummary[];
  /** Where rows are missing among them. */
  readonly gapRange: GapRange;
  readonly count: number;
  /** Of a row, in pixels. */
  readonly height: number;
  /** Where the browser has it scrolled to. */
  readonly browserView: Viewport;
}

/** The row at the upper edge, and the part of it that is scrolled out. */
interface Anchor {
  readonly seq: number;
  readonly rowFraction: number;
}

/** A list that is drawn at a place of its own choice, to which the browser has yet to scroll. */
export interface AnchoredLayout extends ListLayout {
  readonly view: Viewport;
  /** The newest message when one was last at the top. */
  readonly newestSeen: number;
  /** Where one was in the whole mailbox before something was searched for. */
  readonly beforeSearch: (Anchor & { readonly newestSeen: number }) | null;
}

export function initialLayout(layout: ListLayout): AnchoredLayout {
  return updateNewestSeen({ ...layout, view: layout.browserView, beforeSearch: null, newestSeen: 0 });
}

/**
 * Where the list is to be drawn now. What one reads stays where it is, whatever comes or goes above it; a search begins
 * at its newest match, and when it is over one is where one was.
 */
export function nextLayout(before: AnchoredLayout, current: ListLayout): AnchoredLayout {
  // The browser's word counts where it has scrolled since, for the rows that were there to be scrolled.
  const view = before.browserView === current.browserView ? before.view : current.browserView;
  const anchor = findAnchor(before, view);
  const layout = { ...before, ...current, view };
  if (before.query === current.query) return updateNewestSeen({ ...layout, view: viewAtAnchor(anchor, current, view) });
  const top = { ...view, top: 0 };
  const beforeSearch =
    before.query === "" ? anchor && { ...anchor, newestSeen: before.newestSeen } : before.beforeSearch;
  if (current.query !== "" || beforeSearch === null) return updateNewestSeen({ ...layout, beforeSearch, view: top });
  return updateNewestSeen({
    ...layout,
    beforeSearch: null,
    newestSeen: beforeSearch.newestSeen,
    view: viewAtAnchor(beforeSearch, current, top),
  });
}

/** No anchor at the top, where one wants to see what comes, and none in rows that are still on their way. */
function findAnchor({ rows, gapRange, count, height }: ListLayout, view: Viewport): Anchor | null {
  if (view.top <= 0) return null;
  const top = rowAtTop(view, count, height);
  const row = rows[indexAtPosition(Math.floor(top), gapRange)];
  return row === undefined ? null : { seq: row.seq, rowFraction: top % 1 };
}

/** The same view, with the anchor at its upper edge. */
function viewAtAnchor(anchor: Anchor | null, { rows, gapRange, count, height }: ListLayout, view: Viewport): Viewport {
  if (anchor === null) return view;
  const index = indexOfSeq(rows, anchor.seq);
  // Gone, and between rows that are not neighbours: it may have been anywhere there.
  if (rows[index]?.seq !== anchor.seq && gapRange.size > 0 && index === gapRange.index) return view;
  const row = positionOfIndex(index, gapRange) + anchor.rowFraction;
  if (row === rowAtTop(view, count, height)) return view;
  return { ...view, top: scrollTopForRow(row, view, count, height) };
}

/** At the top one sees what comes. */
function updateNewestSeen(layout: AnchoredLayout): AnchoredLayout {
  return layout.view.top < layout.height ? { ...layout, newestSeen: layout.rows[0]?.seq ?? 0 } : layout;
}
