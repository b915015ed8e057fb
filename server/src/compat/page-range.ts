/** A page of a list: what to leave out first, and how many to give. */
export interface PageRange {
  readonly start: number;
  readonly limit: number;
}

/** A whole number from a query parameter; `fallback` where there is none, or none that is at least 0. */
export function parseWholeNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : fallback;
}
