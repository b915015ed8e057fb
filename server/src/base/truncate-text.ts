/** Maximum UTF-16 code units of a name, an address or another text in rows, events and log lines. */
export const MAX_ROW_TEXT_LENGTH = 1_000;

/** Truncates a text to `length`. A truncated text ends with “…”. */
export function truncateText(text: string, length: number = MAX_ROW_TEXT_LENGTH): string {
  return text.length > length ? `${copyStart(text, length - 1)}…` : copyStart(text, length);
}

/**
 * Returns the first `length` UTF-16 code units, without half a surrogate pair at the end. The result is a copy: a
 * slice would keep the whole text in memory.
 */
export function copyStart(text: string, length: number): string {
  return Buffer.from(text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, "") : text).toString();
}
