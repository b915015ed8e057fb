import { useEffect, useRef, useState } from "react";

/** A list that has not moved for this long is being looked at, in milliseconds. */
const IDLE_MS = 100;

/** Whether the list stands still at `position`, which is the same as long as it does. */
export function useScrollIdle(position: unknown): boolean {
  const [idlePosition, setIdlePosition] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setIdlePosition(position), IDLE_MS);
    return () => clearTimeout(timer);
  }, [position]);
  return idlePosition === position;
}

/** Tells whether a list flies by: since it last stood still, it has moved by more than `maxStep` rows at a time. */
export function useFastScroll(isIdle: boolean, first: number, maxStep: number): () => boolean {
  const last = useRef({ first, isFlinging: false });
  useEffect(() => {
    const moved = Math.abs(first - last.current.first);
    if (isIdle) last.current = { first, isFlinging: false };
    else if (moved > 0) last.current = { first, isFlinging: moved > maxStep };
  }, [isIdle, first, maxStep]);
  return () => last.current.isFlinging;
}
