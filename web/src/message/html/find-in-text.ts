/** Maximum number of matches that are listed. */
export const MAX_TEXT_MATCHES = 10_000;

export interface TextMatch {
  readonly start: number;
  readonly end: number;
}

/** Finds text, ignoring case. Offsets in UTF-16 code units. */
export function findInText(text: string, needle: string): TextMatch[] {
  if (needle === "") return [];
  const found: TextMatch[] = [];
  const pattern = new RegExp(needle.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length >= MAX_TEXT_MATCHES) break;
  }
  return found;
}
