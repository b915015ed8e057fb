import { memo } from "react";
import { visible } from "../model/visible.ts";
import { splitAt } from "./marks.ts";

/** A stranger's text: what it hides is made visible, and the words that were searched for are marked. */
export const Marked = memo(function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const shown = visible(text);
  if (words.length === 0) return shown;
  return splitAt(shown, words).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
});
