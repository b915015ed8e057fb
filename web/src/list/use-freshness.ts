import type { MessageSummary } from "@mailglass/shared";
import { useEffect, useState } from "react";

/** How long a row counts as new, in milliseconds: longer than its fading in. */
const FRESH = 400;

/** The `seq` above which rows have only just come. Nothing is fresh in a list that has just been read. */
export function useFreshness(rows: readonly MessageSummary[]): number {
  const newest = rows[0]?.seq ?? 0;
  const [settled, setSettled] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(newest), settled === null ? 0 : FRESH);
    return () => clearTimeout(timer);
  }, [newest, settled]);
  return settled ?? Number.POSITIVE_INFINITY;
}
