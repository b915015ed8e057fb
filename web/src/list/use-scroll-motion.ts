import { useEffect, useRef, useState } from "react";

/** A list that has not moved for this many milliseconds counts as idle. */
const IDLE_MS = 100;

/** Returns whether the list has stopped at `position` for `idleMs`. */
export function useScrollIdle(position: unknown, idleMs = IDLE_MS): boolean {
  const [idlePosition, setIdlePosition] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setIdlePosition(position), idleMs);
    return () => clearTimeout(timer);
  }, [position, idleMs]);
  return idlePosition === position;
}

/**
 * Returns a function that reports whether the list is scrolling fast: by more than `maxStep` rows at once since it was
 * last idle.
 */
export function useFastScroll(isIdle: boolean, first: number, maxStep: number): () => boolean {
  const last = useRef({ first, isFlinging: false });
  useEffect(() => {
    const moved = Math.abs(first - last.current.first);
    if (isIdle) last.current = { first, isFlinging: false };
    else if (moved > 0) last.current = { first, isFlinging: moved > maxStep };
  }, [isIdle, first, maxStep]);
  return () => last.current.isFlinging;
}
