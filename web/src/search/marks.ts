import { parseQuery, type Query } from "@mailglass/shared";

/** The words of a query that can be seen in a row; none where it cannot be read. */
export function wordsOf(query: string, fields: ReadonlySet<string> = IN_ROW): string[] {
  const parsed = parseQuery(query, 0);
  return parsed.type === "error" ? [] : [...new Set(seenIn(parsed, fields))].filter((word) => word !== "");
}

/** The words of a query that can be seen in a text. */
export function wordsInText(query: string): string[] {
  return wordsOf(query, IN_TEXT);
}

/** Not what is negated, and not what asks for a property or for what stands elsewhere. */
function seenIn(query: Query, fields: ReadonlySet<string>): string[] {
  if (query.type === "all" || query.type === "any") return query.of.flatMap((part) => seenIn(part, fields));
  if (query.type === "word") return [query.value];
  return query.type === "field" && fields.has(query.field) ? [query.value] : [];
}

/** The fields whose values stand in a row. */
const IN_ROW: ReadonlySet<string> = new Set(["from", "to", "cc", "addressed", "subject"]);
const IN_TEXT: ReadonlySet<string> = new Set(["body"]);

/** Cuts text at every word, whatever its case: pieces at odd places are the words. */
export function splitAt(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text];
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  return text.split(new RegExp(`(${longestFirst.map(escape).join("|")})`, "gi"));
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
