import { useEffect, useReducer } from "react";
import { getSettledValue } from "../data/promise-cache.ts";

/** Returns the value of a promise from a cache: undefined until it is fulfilled, and if it is rejected. Renders again once it is settled. */
export function useSettledValue<T>(promise: Promise<T>): T | undefined {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isMounted = true;
    const onSettled = () => isMounted && redraw();
    promise.then(onSettled, onSettled);
    return () => {
      isMounted = false;
    };
  }, [promise]);
  return getSettledValue(promise);
}
