import { isAlone, type Line } from "./code-lines.ts";
import type { RankedCode } from "./code-points.ts";
import { isNearPromotion, labelAbove, nameByLines } from "./name-by-lines.ts";
import { nameInLine } from "./name-in-line.ts";

/*
 * Which number of a text a reader would type in.
 *
 * A text is read line by line. Each line has labels (“verification code”, “order number”) and candidates: digits, or
 * letters and digits, that are no amount, date or part of something longer. A candidate takes the label that a reader
 * takes: the next one before it in its line; the one behind it (“482913 is your code”); or, alone in its line, one of the
 * lines above or the line below. Under a label for other numbers it is no code. The points below say how sure that is;
 * what is much less sure than the best is left out. Everything is linear in the length of the text.
 */

/** Points by which the best code may exceed another that is still listed. */
const MAX_DIFFERENCE = 9;

/** Codes that something in the text names, the likeliest first; each once. */
export function rankNamedCodes(lines: readonly Line[]): RankedCode[] {
  const found = lines.flatMap((line, index) =>
    line.candidates.flatMap((candidate) => {
      const named = nameInLine(line, candidate, isNearPromotion(lines, index)) ?? nameByLines(lines, index, candidate);
      return named === undefined ? [] : [{ value: candidate.value, ...named }];
    }),
  );
  return keepBest(found);
}

/**
 * Numbers alone in a line, in a text in which nothing names a code. None where there are several, or where the text is
 * about money: those are the cells of a table.
 */
export function findLoneCodes(lines: readonly Line[]): RankedCode[] {
  if (lines.length > MAX_LONE_TEXT_LINES || lines.some(({ text }) => AMOUNT.test(text))) return [];
  const found = lines.flatMap((line, index) => {
    const [candidate] = line.candidates;
    if (candidate?.shape !== "digits" || candidate.value.length > 8 || !isAlone(line, candidate)) return [];
    return labelAbove(lines, index)?.label.kind === "other" ? [] : [{ value: candidate.value, label: "", points: 0 }];
  });
  const distinct = keepBest(found);
  return distinct.length > 2 ? [] : distinct;
}

const MAX_LONE_TEXT_LINES = 200;
const AMOUNT = /[$€£¥₹₽₩₺]\s?\d|\d\s?[€£₽₺%]|\d\s?(?:USD|EUR|GBP|zł|kr|円|元|원)(?!\p{L})/u;

function keepBest(found: readonly RankedCode[]): RankedCode[] {
  const byValue = new Map<string, RankedCode>();
  for (const code of found) {
    const known = byValue.get(code.value);
    if (known === undefined || code.points > known.points) {
      byValue.delete(code.value);
      byValue.set(code.value, code);
    }
  }
  const best = Math.max(...Array.from(byValue.values(), ({ points }) => points));
  return [...byValue.values()]
    .filter(({ points }) => points >= best - MAX_DIFFERENCE)
    .sort((a, b) => b.points - a.points);
}
