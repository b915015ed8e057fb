import { useMemo } from "react";
import { useInbox } from "../app/stores.ts";
import { wordsOf } from "./marks.ts";

/** The words to mark in what the present search has found: in a row, or where `seenIn` tells which of them can be seen. */
export function useWords(seenIn: (query: string) => string[] = wordsOf): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => seenIn(query), [query, seenIn]);
}
