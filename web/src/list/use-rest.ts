import { useEffect, useRef, useState } from "react";

/** A list that has not moved for this long is being looked at, in milliseconds. */
const REST = 100;

/** Whether the list stands still at `place`, which is the same as long as it does. */
export function useRest(place: unknown): boolean {
  const [rested, setRested] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(place), REST);
    return () => clearTimeout(timer);
  }, [place]);
  return rested === place;
}

/** Tells whether a list flies by: since it last stood still, it has moved by more than `most` rows at a time. */
export function useFlight(rests: boolean, first: number, most: number): () => boolean {
  const last = useRef({ first, flies: false });
  useEffect(() => {
    const moved = Math.abs(first - last.current.first);
    if (rests) last.current = { first, flies: false };
    else if (moved > 0) last.current = { first, flies: moved > most };
  }, [rests, first, most]);
  return () => last.current.flies;
}
