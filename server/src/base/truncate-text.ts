/** UTF-16 code units of a name, an address or another text in rows, events and log lines. */
export const MAX_ROW_TEXT_LENGTH = 1_000;

/** A text as rows have it: one that is too long is cut, and ends with “…”. */
export function truncateText(text: string, length: number = MAX_ROW_TEXT_LENGTH): string {
  return text.length > length ? `${copyStart(text, length - 1)}…` : copyStart(text, length);
}

/**
 * The first `length` UTF-16 code units, without half of a character at the end. A copy: a slice would keep the whole text
 * in memory.
 */
export function copyStart(text: string, length: number): string {
  return Buffer.from(text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, "") : text).toString();
}
