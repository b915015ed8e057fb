/**
 * Trims a URL found in text: removes punctuation that belongs to the sentence, and closing brackets that it did not
 * open.
 */
export function trimUrlPunctuation(url: string): string {
  let end = url.length;
  /** Number of parentheses closed in the link but not opened in it. */
  let unopened = countOccurrences(url, ")") - countOccurrences(url, "(");
  for (; end > 0; end--) {
    const last = url[end - 1] ?? "";
    if (/[.,;:!?'*_~\]}»“”’]/.test(last)) continue;
    if (last !== ")" || unopened <= 0) break;
    unopened--;
  }
  return url.slice(0, end);
}

function countOccurrences(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
