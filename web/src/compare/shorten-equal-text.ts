/** Lines of equal text that are shown next to a difference. */
const CONTEXT_LINES = 3;

interface ShortenedText {
  readonly before: string;
  /** 0 if nothing is left out. */
  readonly skippedLines: number;
  readonly after: string;
}

/** Leaves out the middle of a text that both messages have: at the beginning and end of the whole, only the part next to a difference stays. */
export function shortenEqualText(
  text: string,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): ShortenedText {
  const lines = text.split("\n");
  const beforeCount = isFirst ? 0 : CONTEXT_LINES;
  const afterCount = isLast ? 0 : CONTEXT_LINES;
  const skippedLines = lines.length - beforeCount - afterCount;
  if (skippedLines < 2) return { before: text, skippedLines: 0, after: "" };
  const before = lines.slice(0, beforeCount);
  const after = lines.slice(lines.length - afterCount);
  return {
    before: before.length === 0 ? "" : `${before.join("\n")}\n`,
    skippedLines,
    after: after.length === 0 || afterCount === 0 ? "" : `\n${after.join("\n")}`,
  };
}
