import { useMemo } from "react";
import { useInbox } from "../app/stores.ts";
import { wordsInHeaders, wordsInText, wordsOf } from "./marks.ts";

/** The words to mark in what the present search has found. */
export function useWords(): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => wordsOf(query), [query]);
}

/** The words to mark in the text of what the present search has found. */
export function useTextWords(): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => wordsInText(query), [query]);
}

/** The words to mark in the header fields of what the present search has found. */
export function useHeaderWords(): readonly string[] {
  const query = useInbox((inbox) => inbox.query);
  return useMemo(() => wordsInHeaders(query), [query]);
}
