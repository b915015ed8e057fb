import { useMemo } from "react";
import { searchWordsInRow } from "../model/highlight.ts";
import { useInbox } from "./stores.ts";

/** The words to mark in what the present search has found: in a row, or where `extractWords` tells which of them can be seen. */
export function useSearchWords(extractWords: (query: string) => string[] = searchWordsInRow): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => extractWords(query), [query, extractWords]);
}
