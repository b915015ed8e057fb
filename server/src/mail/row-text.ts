/** UTF-16 code units of a name, an address or another text in rows, events and log lines. */
export const MAX_ROW_TEXT = 1_000;

/** A text as rows have it: one that is too long is cut, and ends with “…”. */
export function cutText(text: string, length: number = MAX_ROW_TEXT): string {
  return text.length > length ? `${firstOf(text, length - 1)}…` : firstOf(text, length);
}

/**
 * The first `length` UTF-16 code units, without half of a character at the end. A copy: a slice would keep the whole text
 * in memory.
 */
export function firstOf(text: string, length: number): string {
  return Buffer.from(text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, "") : text).toString();
}
