import { useLayoutEffect, useState } from "react";
import { indexOfSeq } from "../model/rows.ts";
import type { Scrolling } from "../ui/use-window.ts";
import { type Drawing, firstPlace, nextPlace } from "./kept-place.ts";

export interface KeptPlace extends Scrolling {
  /** Rows that have come above since the person was at the top. */
  readonly above: number;
}

/**
 * Draws the list where it will be once the browser has scrolled it there, and scrolls it before anything is painted:
 * each row is drawn once, and what is read stays in place.
 */
export function useKeptPlace({ viewport, view: seen }: Scrolling, list: Omit<Drawing, "seen">): KeptPlace {
  const now: Drawing = { ...list, seen };
  const [place, setPlace] = useState(() => firstPlace(now));
  let next = place;
  if (hasChanged(place, now)) {
    next = nextPlace(place, now);
    // Drawn again at once, before any row is: React's way of keeping what depends on what came before.
    setPlace(next);
  }
  const { view } = next;
  useLayoutEffect(() => {
    const by = view.top - seen.top;
    if (Math.abs(by) >= 1) viewport.scrollBy(by);
  }, [viewport, view, seen]);
  return { viewport, view, above: indexOfSeq(next.rows, next.newestSeen) };
}

function hasChanged(before: Drawing, now: Drawing): boolean {
  return (
    before.rows !== now.rows ||
    before.hole.size !== now.hole.size ||
    before.seen !== now.seen ||
    before.height !== now.height ||
    before.count !== now.count ||
    before.query !== now.query
  );
}
