import { type ReactNode, useEffect, useReducer } from "react";
import { isSettled } from "../data/promise-cache.ts";
import { LoadingPlaceholder } from "./LoadingPlaceholder.tsx";

interface WhenLoadedProps {
  /** Promises from a cache; after they settle, `use` returns their values without suspending. */
  promises: readonly Promise<unknown>[];
  /** Shown until then; defaults to placeholder bars. */
  fallback?: ReactNode;
  children: ReactNode;
}

/**
 * Renders its children once all promises are settled. Not Suspense: React delays the next update by 300 ms after
 * showing a fallback, and a message opens in a tenth of that.
 */
export function WhenLoaded({ promises, fallback = <LoadingPlaceholder />, children }: WhenLoadedProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const pending = promises.find((promise) => !isSettled(promise));
  useEffect(() => {
    let isMounted = true;
    const onSettled = () => isMounted && redraw();
    pending?.then(onSettled, onSettled);
    return () => {
      isMounted = false;
    };
  }, [pending]);
  return pending === undefined ? children : fallback;
}
