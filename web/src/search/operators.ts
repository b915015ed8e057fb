import { operators } from "@mailglass/shared";

/** Something that the text of a search can go on with. */
export interface Suggestion {
  /** What is put in; it ends where typing goes on. */
  readonly value: string;
  readonly help: string;
}

/** Every operator, and in place of one that takes only a few words, each of them. */
const ALL: readonly Suggestion[] = operators.flatMap((operator): Suggestion[] =>
  "values" in operator
    ? operator.values.map((value) => ({ value: `${operator.name}:${value} `, help: operator.help }))
    : [{ value: `${operator.name}:`, help: operator.help }],
);

/** Where the word that is being typed begins, with its minus left out. */
function wordStart(text: string): number {
  const start = Math.max(text.lastIndexOf(" "), text.lastIndexOf('"')) + 1;
  return text[start] === "-" ? start + 1 : start;
}

/** What goes on from the last word of the text; everything where it ends in a space or is empty. */
export function suggest(text: string): readonly Suggestion[] {
  const word = text.slice(wordStart(text)).toLowerCase();
  return ALL.filter(({ value }) => value.startsWith(word) && value.trimEnd() !== word);
}

/** The text with its last word completed. */
export function complete(text: string, { value }: Suggestion): string {
  return text.slice(0, wordStart(text)) + value;
}
