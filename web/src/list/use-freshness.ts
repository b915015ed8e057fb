import type { MessageSummary } from "@mailglass/shared";
import { useEffect, useState } from "react";

/** How long a row counts as new, in milliseconds: longer than its fading in. */
const FRESH = 400;

/** What of a list has been there for a while: the newest message, of what was found with `query`. */
interface Settled {
  readonly query: string;
  readonly newest: number;
}

/** The `seq` above which rows have only just come. Nothing is fresh in a list that has just been read. */
export function useFreshness(query: string, rows: readonly MessageSummary[]): number {
  const newest = rows[0]?.seq ?? null;
  const [settled, setSettled] = useState<Settled | null>(null);
  const known = settled?.query === query ? settled.newest : null;
  useEffect(() => {
    if (newest === null || newest === known) return undefined;
    const timer = setTimeout(() => setSettled({ query, newest }), known === null ? 0 : FRESH);
    return () => clearTimeout(timer);
  }, [query, newest, known]);
  return known ?? Number.POSITIVE_INFINITY;
}
