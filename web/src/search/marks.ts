/** The words of a query that can be seen in a row: not what is negated, not what asks for a property. */
export function wordsOf(query: string): string[] {
  const words: string[] = [];
  for (const [, minus, field, quoted, plain] of query.matchAll(/(-?)(?:([\w-]+):)?(?:"([^"]*)"?|([^\s"]+))/g)) {
    const value = quoted ?? plain ?? "";
    if (minus === "-" || value === "" || value === "OR") continue;
    if (field === undefined || SEEN.has(field.toLowerCase())) words.push(value);
  }
  return words;
}

/** The fields whose values stand in a row. */
const SEEN = new Set(["from", "to", "cc", "addressed", "subject"]);

/** Cuts text at every word, whatever its case: pieces at odd places are the words. */
export function splitAt(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  return text.split(new RegExp(`(${longestFirst.map(escape).join("|")})`, "gi"));
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
