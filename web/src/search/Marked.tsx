import { memo } from "react";
import { visible } from "../model/visible.ts";
import { splitAt } from "./marks.ts";

interface MarkedProps {
  text: string;
  words: readonly string[];
  /** Marks that are drawn at most. */
  most?: number;
}

/** A stranger's text: what it hides is made visible, and the words that were searched for are marked. */
export const Marked = memo(function Marked({ text, words, most }: MarkedProps) {
  const shown = visible(text);
  if (words.length === 0) return shown;
  return splitAt(shown, words, most).map((piece, at) => (at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece));
});
