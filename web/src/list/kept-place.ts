import type { MessageSummary } from "@mailglass/shared";
import { type Hole, indexAt, placeOf } from "../model/gap.ts";
import { indexOfSeq } from "../model/rows.ts";
import { rowAtTop, scrollTopOf, type Viewport } from "../ui/window.ts";

/** A list as it stands on the screen. */
export interface Drawing {
  /** What is searched for in these rows. */
  readonly query: string;
  readonly rows: readonly MessageSummary[];
  /** Where rows are missing among them. */
  readonly hole: Hole;
  readonly count: number;
  /** Of a row, in pixels. */
  readonly height: number;
  /** Where the browser has it scrolled to. */
  readonly seen: Viewport;
}

/** The row at the upper edge, and the part of it that is scrolled out. */
interface Anchor {
  readonly seq: number;
  readonly within: number;
}

/** A list that is drawn at a place of its own choice, to which the browser has yet to scroll. */
export interface Place extends Drawing {
  readonly view: Viewport;
  /** The newest message when one was last at the top. */
  readonly newestSeen: number;
  /** Where one was in the whole mailbox before something was searched for. */
  readonly left: (Anchor & { readonly newestSeen: number }) | null;
}

export function firstPlace(drawing: Drawing): Place {
  return settled({ ...drawing, view: drawing.seen, left: null, newestSeen: 0 });
}

/**
 * Where the list is to be drawn now. What one reads stays where it is, whatever comes or goes above it; a search begins
 * at its newest match, and when it is over one is where one was.
 */
export function nextPlace(before: Place, now: Drawing): Place {
  // The browser's word counts where it has scrolled since, for the rows that were there to be scrolled.
  const view = before.seen === now.seen ? before.view : now.seen;
  const anchor = anchorOf(before, view);
  const place = { ...before, ...now, view };
  if (before.query === now.query) return settled({ ...place, view: anchoredAt(anchor, now, view) });
  const top = { ...view, top: 0 };
  const left = before.query === "" ? anchor && { ...anchor, newestSeen: before.newestSeen } : before.left;
  if (now.query !== "" || left === null) return settled({ ...place, left, view: top });
  return settled({ ...place, left: null, newestSeen: left.newestSeen, view: anchoredAt(left, now, top) });
}

/** No anchor at the top, where one wants to see what comes, and none in rows that are still on their way. */
function anchorOf({ rows, hole, count, height }: Drawing, view: Viewport): Anchor | null {
  if (view.top <= 0) return null;
  const top = rowAtTop(view, count, height);
  const row = rows[indexAt(Math.floor(top), hole)];
  return row === undefined ? null : { seq: row.seq, within: top % 1 };
}

/** The same view, with the anchor at its upper edge. */
function anchoredAt(anchor: Anchor | null, { rows, hole, count, height }: Drawing, view: Viewport): Viewport {
  if (anchor === null) return view;
  const index = indexOfSeq(rows, anchor.seq);
  // Gone, and between rows that are not neighbours: it may have been anywhere there.
  if (rows[index]?.seq !== anchor.seq && hole.size > 0 && index === hole.at) return view;
  const row = placeOf(index, hole) + anchor.within;
  if (row === rowAtTop(view, count, height)) return view;
  return { ...view, top: scrollTopOf(row, view, count, height) };
}

/** At the top one sees what comes. */
function settled(place: Place): Place {
  return place.view.top < place.height ? { ...place, newestSeen: place.rows[0]?.seq ?? 0 } : place;
}
