/** A page of a list: the number of items to skip, and the number to return. */
export interface PageRange {
  readonly start: number;
  readonly limit: number;
}

/** Parses a whole number from a query parameter. Returns `fallback` if it is missing or not at least 0. */
export function parseWholeNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : fallback;
}
