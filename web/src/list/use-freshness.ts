import type { MessageSummary } from "@mailglass/shared";
import { useEffect, useState } from "react";

/** How long a row counts as new, in milliseconds: longer than its fade-in. */
const FRESH_MS = 400;

/** The newest message that has been in the list of `query` for a while. */
interface SettledList {
  readonly query: string;
  readonly newest: number;
}

/** Returns the `seq` above which rows are new. Nothing is new in a list that was just loaded. */
export function useFreshness(query: string, rows: readonly MessageSummary[]): number {
  const newest = rows[0]?.seq ?? null;
  const [settled, setSettled] = useState<SettledList | null>(null);
  const settledNewest = settled?.query === query ? settled.newest : null;
  useEffect(() => {
    if (newest === null || newest === settledNewest) return undefined;
    const timer = setTimeout(() => setSettled({ query, newest }), settledNewest === null ? 0 : FRESH_MS);
    return () => clearTimeout(timer);
  }, [query, newest, settledNewest]);
  return settledNewest ?? Number.POSITIVE_INFINITY;
}
