/** Maximum number of tags that a message has. */
export const MAX_TAGS = 100;

/** Cleans a tag as Mailpit does: at most 100 letters, digits, spaces and `-_.@`; empty if nothing is left. */
export function cleanTag(text: string): string {
  return text
    .slice(0, 1_000)
    .replace(/[^\w\-.@ ]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100)
    .trimEnd();
}

/** Sorts tags by name and removes duplicates, ignoring case. The first spelling is kept. */
export function sortTags(tags: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const tag of tags) {
    const name = tag.toLowerCase();
    if (!byName.has(name)) byName.set(name, tag);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}

export const isSameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
