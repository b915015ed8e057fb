import { type ReactNode, useEffect, useReducer } from "react";
import { isSettled } from "../model/cache.ts";
import { Pending } from "./Pending.tsx";

interface WhenLoadedProps {
  /** Promises from a cache; what reads them with `use` then has its answer at once. */
  all: readonly Promise<unknown>[];
  /** Drawn until then: quiet bars where it is not given. */
  meanwhile?: ReactNode;
  children: ReactNode;
}

/**
 * Draws its children as soon as all is here. Suspense would do, but once it has shown a fallback React holds back what
 * comes next for 300 ms, and a message opens in a tenth of that.
 */
export function WhenLoaded({ all, meanwhile = <Pending />, children }: WhenLoadedProps) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const awaited = all.find((promise) => !isSettled(promise));
  useEffect(() => {
    let here = true;
    const settled = () => here && redraw();
    awaited?.then(settled, settled);
    return () => {
      here = false;
    };
  }, [awaited]);
  return awaited === undefined ? children : meanwhile;
}
