import { createFieldTerm, operators } from "@mailglass/shared";
import type { KnownValues } from "../data/known-values.ts";
import type { SavedSearch } from "../data/saved-searches.ts";

/** A completion of the search text. */
export interface Suggestion {
  /** `search`: a whole search, which replaces the text. The others complete the last word. */
  readonly kind: "search" | "operator" | "value";
  /** The inserted text, which ends where typing continues. */
  readonly value: string;
  readonly help: string;
}

/** What suggestions are made from. */
export interface SuggestionSources extends KnownValues {
  /** Latest first. */
  readonly recent: readonly string[];
  readonly saved: readonly SavedSearch[];
}

type QueryOperator = (typeof operators)[number];
type OperatorChoice<O> = O extends {
  readonly name: infer Name extends string;
  readonly values: readonly (infer Value)[];
}
  ? `${Name}:${Value & string}`
  : never;

/** Help for each value of an operator; the operator's own help describes all of them. */
const CHOICE_HELP: Record<OperatorChoice<QueryOperator>, string> = {
  "has:attachment": "Has an attachment",
  "has:html": "Has an HTML part",
  "has:findings": "Has errors or warnings",
  "is:unread": "Unread",
  "is:read": "Read",
};

/** All operators; those with a few fixed values are replaced by these. */
const OPERATORS: readonly Suggestion[] = operators.flatMap((operator): Suggestion[] => {
  if (!("values" in operator)) return [{ kind: "operator", value: `${operator.name}:`, help: operator.help }];
  const choices = operator.values.map((value) => `${operator.name}:${value}` as OperatorChoice<QueryOperator>);
  return choices.map((choice) => ({ kind: "value", value: `${choice} `, help: CHOICE_HELP[choice] }));
});

/** Operators whose values are completed, and where these come from. */
const VALUE_SOURCES = {
  from: "senders",
  to: "recipients",
  bcc: "recipients",
  addressed: "recipients",
  tag: "tags",
} as const;

const MAX_VALUES = 8;
const MAX_SEARCHES = 5;

/** Returns where the word being typed begins, without its minus. */
function wordStart(text: string): number {
  const start = Math.max(text.lastIndexOf(" "), text.lastIndexOf('"'), text.lastIndexOf("(")) + 1;
  return text[start] === "-" ? start + 1 : start;
}

const lastWord = (text: string): string => text.slice(wordStart(text)).toLowerCase();

/** Returns whether the last word of a text has at least a letter. */
export const hasBegunWord = (text: string): boolean => lastWord(text) !== "";

/** Returns whether the last word may become the name of an operator, such as `fr`. */
export function mayBecomeOperator(text: string): boolean {
  const word = lastWord(text);
  return word !== "" && operators.some(({ name }) => name.startsWith(word));
}

/**
 * Returns completions: recent and saved searches that begin with the text, then operators and values that continue
 * its last word; all operators if the text is empty or ends with a space.
 */
export function suggest(text: string, sources: SuggestionSources): readonly Suggestion[] {
  const word = lastWord(text);
  const values = findValues(word, sources).slice(0, MAX_VALUES);
  const continued = OPERATORS.filter(({ value }) => value.startsWith(word) && value.trimEnd() !== word);
  return [...suggestSearches(text, sources), ...values, ...continued];
}

function suggestSearches(text: string, { recent, saved }: SuggestionSources): readonly Suggestion[] {
  const typed = text.trim().toLowerCase();
  const recentSearches = recent.map((query) => ({ query, name: query, help: "Recent search" }));
  const savedSearches = saved.map((search) => ({ ...search, help: `Saved search: ${search.name}` }));
  const isSaved = new Set(saved.map(({ query }) => query));
  return [...savedSearches, ...recentSearches.filter(({ query }) => !isSaved.has(query))]
    .filter(({ query, name }) => [query, name].some((value) => value.toLowerCase().startsWith(typed)))
    .filter(({ query }) => query !== text.trim())
    .slice(0, MAX_SEARCHES)
    .map(({ query, help }) => ({ kind: "search", value: query, help }));
}

/** Returns how many known values continue the last word, but are not suggested, because there are so many. */
export function countUnlistedValues(text: string, sources: SuggestionSources): number {
  return Math.max(0, findValues(lastWord(text), sources).length - MAX_VALUES);
}

function findValues(word: string, sources: SuggestionSources): readonly Suggestion[] {
  const colon = word.indexOf(":");
  const name = Object.keys(VALUE_SOURCES).find((operator) => operator === word.slice(0, colon));
  if (!isCompletedOperator(name)) return [];
  const typed = word.slice(colon + 1);
  const matching = sources[VALUE_SOURCES[name]].filter(
    (value) => value !== "" && value.toLowerCase().includes(typed) && value.toLowerCase() !== typed,
  );
  // A stable sort: within each group, the most frequent stay first.
  const isLater = (value: string) => Number(!value.toLowerCase().startsWith(typed));
  return matching
    .toSorted((one, other) => isLater(one) - isLater(other))
    .map((value) => ({ kind: "value", value: `${createFieldTerm(name, value).text} `, help: "" }));
}

function isCompletedOperator(name: string | undefined): name is keyof typeof VALUE_SOURCES {
  return name !== undefined && name in VALUE_SOURCES;
}

/** Returns the text with its last word completed, or replaced by a whole search. */
export function completeQuery(text: string, { kind, value }: Suggestion): string {
  return kind === "search" ? value : text.slice(0, wordStart(text)) + value;
}
