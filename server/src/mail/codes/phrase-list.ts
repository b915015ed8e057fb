/** Phrases that commas divide. */
export function list(phrases: string): string[] {
  return phrases.trim().replace(/\s+/g, " ").split(", ");
}

/** Each beginning with each end, with a blank between them. */
export function combine(beginnings: readonly string[], ends: readonly string[]): string[] {
  return beginnings.flatMap((beginning) => ends.map((end) => `${beginning} ${end}`));
}
