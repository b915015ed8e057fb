import { memo } from "react";
import { splitAtWords } from "../model/highlight.ts";
import { revealHidden } from "../model/reveal-hidden.ts";

interface HighlightedTextProps {
  text: string;
  words: readonly string[];
  /** Maximum number of highlights. */
  maxHighlights?: number;
}

/** Text from a message, with hidden characters made visible and search words highlighted. */
export const HighlightedText = memo(function Marked({ text, words, maxHighlights }: HighlightedTextProps) {
  const shown = revealHidden(text);
  if (words.length === 0) return shown;
  return splitAtWords(shown, words, maxHighlights).map((piece, at) =>
    at % 2 === 1 ? <mark key={at}>{piece}</mark> : piece,
  );
});
