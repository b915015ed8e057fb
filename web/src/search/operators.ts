/** What the query language offers, for suggestions. `value` is what is put in; it ends where typing goes on. */
export interface Operator {
  readonly value: string;
  readonly hint: string;
}

export const OPERATORS: readonly Operator[] = [
  { value: "from:", hint: "sender" },
  { value: "to:", hint: "recipient in To" },
  { value: "cc:", hint: "recipient in Cc" },
  { value: "bcc:", hint: "hidden recipient" },
  { value: "addressed:", hint: "any recipient, header or envelope" },
  { value: "reply-to:", hint: "address in Reply-To" },
  { value: "subject:", hint: "words of the subject" },
  { value: "body:", hint: "words of the text" },
  { value: "header:", hint: "header:Name=value" },
  { value: "message-id:", hint: "a Message-ID" },
  { value: "tag:", hint: "a tag" },
  { value: "user:", hint: "who logged in" },
  { value: "has:attachment", hint: "with something attached" },
  { value: "has:html", hint: "with an HTML part" },
  { value: "has:findings", hint: "that a strict server objects to" },
  { value: "is:unread", hint: "not opened yet" },
  { value: "is:read", hint: "opened" },
  { value: "after:", hint: "a date, or an age: 5m, 2h, 3d" },
  { value: "before:", hint: "a date, or an age" },
  { value: "larger:", hint: "a size: 100k, 5M" },
  { value: "smaller:", hint: "a size" },
];

/** Where the word that is being typed begins, with its minus left out. */
function wordStart(text: string): number {
  const start = Math.max(text.lastIndexOf(" "), text.lastIndexOf('"')) + 1;
  return text[start] === "-" ? start + 1 : start;
}

/** Operators that go on from the last word of the text; all of them where it ends in a space or is empty. */
export function suggest(text: string): readonly Operator[] {
  const word = text.slice(wordStart(text)).toLowerCase();
  if (word === "") return OPERATORS;
  return OPERATORS.filter(({ value }) => value.startsWith(word) && value !== word);
}

/** The text with its last word completed. */
export function complete(text: string, { value }: Operator): string {
  return text.slice(0, wordStart(text)) + value + (value.endsWith(":") ? "" : " ");
}
