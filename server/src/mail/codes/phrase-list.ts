/** Splits a comma-separated list of phrases. */
export function list(phrases: string): string[] {
  return phrases.trim().replace(/\s+/g, " ").split(", ");
}

/** Combines each beginning with each ending, with a blank between them. */
export function combine(beginnings: readonly string[], ends: readonly string[]): string[] {
  return beginnings.flatMap((beginning) => ends.map((end) => `${beginning} ${end}`));
}
