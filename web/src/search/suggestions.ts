import { operators } from "@mailglass/shared";

/** A completion of the search text. */
export interface Suggestion {
  /** The inserted text, which ends where typing continues. */
  readonly value: string;
  readonly help: string;
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
const ALL_SUGGESTIONS: readonly Suggestion[] = operators.flatMap((operator): Suggestion[] => {
  if (!("values" in operator)) return [{ value: `${operator.name}:`, help: operator.help }];
  const choices = operator.values.map((value) => `${operator.name}:${value}` as OperatorChoice<QueryOperator>);
  return choices.map((choice) => ({ value: `${choice} `, help: CHOICE_HELP[choice] }));
});

/** Returns where the word being typed begins, without its minus. */
function wordStart(text: string): number {
  const start = Math.max(text.lastIndexOf(" "), text.lastIndexOf('"')) + 1;
  return text[start] === "-" ? start + 1 : start;
}

/** Returns completions of the last word; all of them if the text is empty or ends with a space. */
export function suggestOperators(text: string): readonly Suggestion[] {
  const word = text.slice(wordStart(text)).toLowerCase();
  return ALL_SUGGESTIONS.filter(({ value }) => value.startsWith(word) && value.trimEnd() !== word);
}

/** Returns the text with its last word completed. */
export function completeQuery(text: string, { value }: Suggestion): string {
  return text.slice(0, wordStart(text)) + value;
}
