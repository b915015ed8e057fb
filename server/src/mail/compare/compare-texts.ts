import type { DiffPiece, TextComparison } from "@mailglass/shared";
import { diffArrays } from "diff";
import { type TextToken, tokenize } from "./tokens.ts";

/** Maximum length of each text that is compared, in UTF-16 code units. */
export const MAX_COMPARED_LENGTH = 200_000;
/** Limits of the comparison: its time grows with the product of the length and the number of differences. */
const MAX_EDITS = 4_000;
const TIMEOUT_MS = 1_500;

export interface ComparedText {
  readonly text: string;
  readonly codes: ReadonlySet<string>;
}

/** Compares two texts word by word. Tokens and codes that differ in every message count as equal. */
export function compareTexts(first: ComparedText, second: ComparedText): TextComparison {
  const truncated = Math.max(first.text.length, second.text.length) > MAX_COMPARED_LENGTH;
  const one = tokenize(normalize(first.text), first.codes);
  const other = tokenize(normalize(second.text), second.codes);
  const edges = findEqualEdges(one, other);
  const changes = diffArrays(middleOf(one, edges), middleOf(other, edges), {
    comparator: (a, b) => a.key === b.key,
    maxEditLength: MAX_EDITS,
    timeout: TIMEOUT_MS,
  });
  const pieces = new PieceList();
  pieces.addEqual(one.slice(0, edges.start), other.slice(0, edges.start));
  if (changes === undefined) {
    pieces.add("removed", middleOf(one, edges));
    pieces.add("added", middleOf(other, edges));
  } else {
    addChanges(pieces, middleOf(one, edges), changes);
  }
  pieces.addEqual(one.slice(one.length - edges.end), other.slice(other.length - edges.end));
  const isSame = !pieces.list.some(({ kind }) => kind === "removed" || kind === "added");
  const result = isSame ? "same" : changes === undefined ? "too-different" : "different";
  return { result, pieces: [...pieces.list], truncated };
}

interface Change {
  readonly added: boolean;
  readonly removed: boolean;
  readonly value: readonly TextToken[];
}

/** In equal changes, `value` has the tokens of the second text. */
function addChanges(pieces: PieceList, first: readonly TextToken[], changes: readonly Change[]): void {
  let at = 0;
  for (const { added, removed, value } of changes) {
    if (added) pieces.add("added", value);
    else if (removed) pieces.add("removed", value);
    else pieces.addEqual(first.slice(at, at + value.length), value);
    if (!added) at += value.length;
  }
}

/** Pieces in order; adjacent pieces of one kind are joined. */
class PieceList {
  readonly list: DiffPiece[] = [];

  add(kind: DiffPiece["kind"], tokens: readonly TextToken[]): void {
    if (tokens.length === 0) return;
    const text = tokens.map((token) => token.text).join("");
    const last = this.list.at(-1);
    if (last?.kind === kind) this.list[this.list.length - 1] = { kind, text: last.text + text };
    else this.list.push({ kind, text });
  }

  /** Adds tokens that count as equal. Blanks that differ are not shown as ignored. */
  addEqual(first: readonly TextToken[], second: readonly TextToken[]): void {
    let from = 0;
    for (const [at, token] of second.entries()) {
      const isIgnored = token.text !== first[at]?.text && token.text.trim() !== "";
      if (!isIgnored) continue;
      this.add("same", second.slice(from, at));
      this.add("ignored", [token]);
      from = at + 1;
    }
    this.add("same", second.slice(from));
  }
}

interface Edges {
  /** Number of equal tokens at the beginning, and at the end. */
  readonly start: number;
  readonly end: number;
}

function findEqualEdges(one: readonly TextToken[], other: readonly TextToken[]): Edges {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start]?.key === other[start]?.key) start++;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end]?.key === other[other.length - 1 - end]?.key) end++;
  return { start, end };
}

function middleOf(tokens: readonly TextToken[], { start, end }: Edges): TextToken[] {
  return tokens.slice(start, tokens.length - end);
}

function normalize(text: string): string {
  return text.slice(0, MAX_COMPARED_LENGTH).replaceAll("\r\n", "\n");
}
