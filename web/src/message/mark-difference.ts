import type { ReaderComparison } from "@mailglass/shared";

/** A text in three pieces, of which the middle one differs. */
export interface MarkedText {
  readonly before: string;
  readonly different: string;
  readonly after: string;
}

/** Divides what a reader reads at what differs from the other. Null where it reads nothing. */
export function markDifference(comparison: ReaderComparison, reader: "mailglass" | "mailparser"): MarkedText | null {
  const own = comparison[reader];
  const other = comparison[reader === "mailglass" ? "mailparser" : "mailglass"];
  if (own.text === null) return null;
  const at = Math.max(0, (comparison.differsAt ?? own.length) - own.start);
  const end = own.text.length - commonEndLength(own, other, at);
  return { before: own.text.slice(0, at), different: own.text.slice(at, end), after: own.text.slice(end) };
}

type ReaderValue = ReaderComparison["mailglass"];

/** Characters at the end that both have alike. Where an end is not shown, only the line of the difference is marked. */
function commonEndLength(own: ReaderValue, other: ReaderValue, at: number): number {
  const [text, otherText] = [own.text ?? "", other.text ?? ""];
  if (!isShownToEnd(own) || !isShownToEnd(other)) {
    const lineEnd = text.indexOf("\n", at);
    return lineEnd < 0 ? 0 : text.length - lineEnd;
  }
  const longest = Math.min(text.length, otherText.length) - at;
  let length = 0;
  while (length < longest && text.at(-1 - length) === otherText.at(-1 - length)) length++;
  return length;
}

function isShownToEnd({ text, start, length }: ReaderValue): boolean {
  return start + (text ?? "").length === length;
}
