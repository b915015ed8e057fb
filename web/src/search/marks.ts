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

/** The words of a query that can be seen among the header fields. */
export function wordsInHeaders(query: string): string[] {
  return wordsOf(query, IN_HEADERS);
}

/** Not what is negated, and not what asks for a property or for what stands elsewhere. */
function seenIn(query: Query, fields: ReadonlySet<string>): string[] {
  if (query.type === "all" || query.type === "any") return query.of.flatMap((part) => seenIn(part, fields));
  if (query.type === "word") return [query.value];
  if (query.type === "header") return fields.has("header") ? [query.value] : [];
  return query.type === "field" && fields.has(query.field) ? [query.value] : [];
}

/** The fields whose values stand in a row. */
const IN_ROW: ReadonlySet<string> = new Set(["from", "to", "cc", "addressed", "subject"]);
const IN_HEADERS: ReadonlySet<string> = new Set([...IN_ROW, "bcc", "reply-to", "message-id", "header"]);
const IN_TEXT: ReadonlySet<string> = new Set(["body"]);

/** Cuts text at every word, whatever its case: pieces at odd places are the words. The first `most` of them are found. */
export function splitAt(text: string, words: readonly string[], most = Number.POSITIVE_INFINITY): string[] {
  if (words.length === 0 || most <= 0) return [text];
  const pieces: string[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(patternOf(words))) {
    pieces.push(text.slice(at, index), word);
    at = index + word.length;
    if (pieces.length >= 2 * most) break;
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** Marks that a room draws, from the first on: each is an element. */
const MOST_MARKS = 2_000;

/** How many marks each of these texts has; none where there have been enough before it. */
export function marksIn(texts: readonly string[], words: readonly string[]): number[] {
  let left = MOST_MARKS;
  return texts.map((text) => {
    const marks = splitAt(text, words, left).length >> 1;
    left -= marks;
    return marks;
  });
}

/** Made once for the same words: a text is cut piece by piece, and a list row by row. */
const patterns = new WeakMap<readonly string[], RegExp>();

function patternOf(words: readonly string[]): RegExp {
  const known = patterns.get(words);
  if (known) return known;
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escape).join("|"), "gi");
  patterns.set(words, pattern);
  return pattern;
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
