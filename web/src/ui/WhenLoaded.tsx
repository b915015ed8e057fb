import { type ReactNode, useEffect, useReducer } from "react";
import { isSettled } from "../data/promise-cache.ts";
import { LoadingPlaceholder } from "./LoadingPlaceholder.tsx";

interface WhenLoadedProps {
  /** Promises from a cache; what reads them with `use` then has its answer at once. */
  promises: readonly Promise<unknown>[];
  /** Drawn until then: quiet bars where it is not given. */
  fallback?: ReactNode;
  children: ReactNode;
}

/**
 * Draws its children as soon as all is here. Suspense would do, but once it has shown a fallback React holds back what
 * comes next for 300 ms, and a message opens in a tenth of that.
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
