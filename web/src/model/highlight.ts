import { parseQuery, type Query } from "@mailglass/shared";

/** The words of a search to highlight in each column of a row. */
export interface RowWords {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly subject: readonly string[];
  readonly snippet: readonly string[];
}

/** Returns the words of a query by the column that they were searched in; none if the query is invalid. */
export function searchWordsByColumn(query: string): RowWords {
  return {
    from: searchWords(query, FROM_FIELDS),
    to: searchWords(query, TO_FIELDS),
    subject: searchWords(query, SUBJECT_FIELDS),
    snippet: searchWords(query, TEXT_FIELDS),
  };
}

/** Returns the words of a query that were searched in one of the fields, or in all. */
function searchWords(query: string, fields: ReadonlySet<string>): string[] {
  const parsed = parseQuery(query, 0);
  return parsed.type === "error" ? [] : [...new Set(collectWords(parsed, fields))].filter((word) => word !== "");
}

/** Returns the words of a query that can occur in the text. */
export function searchWordsInText(query: string): string[] {
  return searchWords(query, TEXT_FIELDS);
}

/** Returns the words of a query that can occur in the header fields. */
export function searchWordsInHeaders(query: string): string[] {
  return searchWords(query, HEADER_FIELDS);
}

/** Excludes negated terms and fields not in `fields`. */
function collectWords(query: Query, fields: ReadonlySet<string>): string[] {
  if (query.type === "all" || query.type === "any") return query.of.flatMap((part) => collectWords(part, fields));
  if (query.type === "word") return [query.value];
  if (query.type === "header") return fields.has("header") ? [query.value] : [];
  return query.type === "field" && fields.has(query.field) ? [query.value] : [];
}

const FROM_FIELDS: ReadonlySet<string> = new Set(["from", "addressed"]);
const TO_FIELDS: ReadonlySet<string> = new Set(["to", "cc", "bcc", "addressed"]);
const SUBJECT_FIELDS: ReadonlySet<string> = new Set(["subject"]);
const HEADER_FIELDS: ReadonlySet<string> = new Set([
  ...FROM_FIELDS,
  ...TO_FIELDS,
  ...SUBJECT_FIELDS,
  "reply-to",
  "message-id",
  "header",
]);
const TEXT_FIELDS: ReadonlySet<string> = new Set(["body"]);

/**
 * Splits text at every word, ignoring case: pieces at odd indexes are the words. Stops after `maxHighlights` words.
 */
export function splitAtWords(
  text: string,
  words: readonly string[],
  maxHighlights = Number.POSITIVE_INFINITY,
): string[] {
  if (words.length === 0 || maxHighlights <= 0) return [text];
  const pieces: string[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(wordsPattern(words))) {
    pieces.push(text.slice(at, index), word);
    at = index + word.length;
    if (pieces.length >= 2 * maxHighlights) break;
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** Maximum highlights per tab; each is an element. */
const MAX_HIGHLIGHTS = 2_000;

/** Returns the number of highlights for each text; 0 once the maximum is reached. */
export function countHighlights(texts: readonly string[], words: readonly string[]): number[] {
  let remaining = MAX_HIGHLIGHTS;
  return texts.map((text) => {
    const highlights = splitAtWords(text, words, remaining).length >> 1;
    remaining -= highlights;
    return highlights;
  });
}

/** Cached by the array of words: a text is split piece by piece, and a list row by row. */
const patterns = new WeakMap<readonly string[], RegExp>();

function wordsPattern(words: readonly string[]): RegExp {
  const cached = patterns.get(words);
  if (cached) return cached;
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join("|"), "gi");
  patterns.set(words, pattern);
  return pattern;
}

function escapeRegExp(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
