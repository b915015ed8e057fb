import { useEffect, useState } from "react";

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
