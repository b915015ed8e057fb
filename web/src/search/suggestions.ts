import { operators } from "@mailglass/shared";

/** Something that the text of a search can go on with. */
export interface Suggestion {
  /** What is put in; it ends where typing goes on. */
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

/** What each of the words means that an operator takes: its own help is of all of them. */
const CHOICE_HELP: Record<OperatorChoice<QueryOperator>, string> = {
  "has:attachment": "With an attachment",
  "has:html": "With an HTML part",
  "has:findings": "With errors or warnings",
  "is:unread": "Not opened yet",
  "is:read": "Opened already",
};

/** Every operator, and in place of one that takes only a few words, each of them. */
const ALL_SUGGESTIONS: readonly Suggestion[] = operators.flatMap((operator): Suggestion[] => {
  if (!("values" in operator)) return [{ value: `${operator.name}:`, help: operator.help }];
  const choices = operator.values.map((value) => `${operator.name}:${value}` as OperatorChoice<QueryOperator>);
  return choices.map((choice) => ({ value: `${choice} `, help: CHOICE_HELP[choice] }));
});

/** Where the word that is being typed begins, with its minus left out. */
function wordStart(text: string): number {
  const start = Math.max(text.lastIndexOf(" "), text.lastIndexOf('"')) + 1;
  return text[start] === "-" ? start + 1 : start;
}

/** What goes on from the last word of the text; everything where it ends in a space or is empty. */
export function suggestOperators(text: string): readonly Suggestion[] {
  const word = text.slice(wordStart(text)).toLowerCase();
  return ALL_SUGGESTIONS.filter(({ value }) => value.startsWith(word) && value.trimEnd() !== word);
}

/** The text with its last word completed. */
export function completeQuery(text: string, { value }: Suggestion): string {
  return text.slice(0, wordStart(text)) + value;
}
