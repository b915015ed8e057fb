import type { MessageSummary } from "@mailglass/shared";
import { formatFullMailbox, formatMailbox } from "../model/format.ts";

/** Formats the sender: the name, with the address if only that matches the search. */
export function formatSender(
  { from, sender }: Pick<MessageSummary, "from" | "sender">,
  words: readonly string[],
): string {
  if (!from) return sender === "" ? "<>" : sender;
  const name = formatMailbox(from);
  return words.length === 0 || containsWord(name, words) || !containsWord(from.address, words)
    ? name
    : formatFullMailbox(from);
}

/** Formats the recipients: the first one, or the one that matches the search, and the number of the others. */
export function formatRecipients(
  { to, recipients, addressCounts }: Pick<MessageSummary, "to" | "recipients" | "addressCounts">,
  words: readonly string[],
): string {
  const first = to[0] ? formatMailbox(to[0]) : recipients[0];
  if (first === undefined) return "nobody";
  const more = Math.max(addressCounts.to, addressCounts.recipients) - 1;
  const isMatch = words.length === 0 || containsWord(first, words);
  const shown = isMatch ? first : (findMatch(to.map(formatFullMailbox), recipients, words) ?? first);
  return more > 0 ? `${shown} +${more}` : shown;
}

function findMatch(
  mailboxes: readonly string[],
  recipients: readonly string[],
  words: readonly string[],
): string | undefined {
  return [...mailboxes, ...recipients].find((text) => containsWord(text, words));
}

function containsWord(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word.toLowerCase()));
}
