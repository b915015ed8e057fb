import { useMemo } from "react";
import { type RowWords, searchWordsByColumn } from "../model/highlight.ts";
import { useInbox } from "./stores.ts";

/** Returns the words of the current search to highlight in the text that `extractWords` is for. */
export function useSearchWords(extractWords: (query: string) => string[]): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => extractWords(query), [query, extractWords]);
}

/** Returns the words of the current search to highlight in each column of a row. */
export function useRowWords(): RowWords {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => searchWordsByColumn(query), [query]);
}
