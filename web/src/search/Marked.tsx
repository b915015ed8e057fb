import { memo } from "react";
import { splitAt } from "./marks.ts";

/** Text with the words that were searched for marked in it. */
export const Marked = memo(function Marked({ text, words }: { text: string; words: readonly string[] }) {
  if (words.length === 0) return text;
  return splitAt(text, words).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
});
