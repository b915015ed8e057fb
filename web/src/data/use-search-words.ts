import { useMemo } from "react";
import { searchWordsInRow } from "../model/highlight.ts";
import { useInbox } from "./stores.ts";

/** Returns the words of the current search to highlight in a row, or in the text that `extractWords` is for. */
export function useSearchWords(extractWords: (query: string) => string[] = searchWordsInRow): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => extractWords(query), [query, extractWords]);
}
