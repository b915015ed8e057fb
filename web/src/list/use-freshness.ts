import type { MessageSummary } from "@mailglass/shared";
import { useEffect, useState } from "react";

/** How long a row counts as new, in milliseconds: longer than its fading in. */
const FRESH_MS = 400;

/** What of a list has been there for a while: the newest message, of what was found with `query`. */
interface SettledList {
  readonly query: string;
  readonly newest: number;
}

/** The `seq` above which rows have only just come. Nothing is fresh in a list that has just been read. */
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
