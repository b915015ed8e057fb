import type { MessageSummary } from "@mailglass/shared";
import { type GapRange, indexAtPosition, positionOfIndex } from "../model/gap.ts";
import { indexOfSeq } from "../model/rows.ts";
import { rowAtTop, scrollTopForRow, type Viewport } from "../ui/rows/row-window.ts";

/** A list as it is displayed. */
export interface ListLayout {
  /** The query of these rows. */
  readonly query: string;
  readonly rows: readonly MessageSummary[];
  /** Range of missing rows among them. */
  readonly gapRange: GapRange;
  readonly count: number;
  /** Height of a row in pixels. */
  readonly height: number;
  /** Scroll position reported by the browser. */
  readonly browserView: Viewport;
}

/** The topmost visible row, and the part of it that is scrolled out. */
interface Anchor {
  readonly seq: number;
  readonly rowFraction: number;
}

/** A layout with its own scroll position, which the browser has not applied yet. */
export interface AnchoredLayout extends ListLayout {
  readonly view: Viewport;
  /** The newest message when the list was last at the top. */
  readonly newestSeen: number;
  /** Position in the whole mailbox before the search began. */
  readonly beforeSearch: (Anchor & { readonly newestSeen: number }) | null;
}

export function initialLayout(layout: ListLayout): AnchoredLayout {
  return updateNewestSeen({ ...layout, view: layout.browserView, beforeSearch: null, newestSeen: 0 });
}

/**
 * Computes the next scroll position. Rows being read stay in place, whatever arrives or disappears above. A new
 * search starts at the top; ending it restores the earlier position.
 */
export function nextLayout(before: AnchoredLayout, current: ListLayout): AnchoredLayout {
  // If the browser has scrolled since, its position applies, for the rows that were there.
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

/** There is no anchor at the top, where new mail should be visible, nor among rows that are still loading. */
function findAnchor({ rows, gapRange, count, height }: ListLayout, view: Viewport): Anchor | null {
  if (view.top <= 0) return null;
  const top = rowAtTop(view, count, height);
  const row = rows[indexAtPosition(Math.floor(top), gapRange)];
  return row === undefined ? null : { seq: row.seq, rowFraction: top % 1 };
}

/** Returns the view with the anchor at its upper edge. */
function viewAtAnchor(anchor: Anchor | null, { rows, gapRange, count, height }: ListLayout, view: Viewport): Viewport {
  if (anchor === null) return view;
  const index = indexOfSeq(rows, anchor.seq);
  // The row is gone, and its neighbours have a gap between them: its position is unknown.
  if (rows[index]?.seq !== anchor.seq && gapRange.size > 0 && index === gapRange.index) return view;
  const row = positionOfIndex(index, gapRange) + anchor.rowFraction;
  if (row === rowAtTop(view, count, height)) return view;
  return { ...view, top: scrollTopForRow(row, view, count, height) };
}

/** At the top, all new messages are seen. */
function updateNewestSeen(layout: AnchoredLayout): AnchoredLayout {
  return layout.view.top < layout.height ? { ...layout, newestSeen: layout.rows[0]?.seq ?? 0 } : layout;
}
