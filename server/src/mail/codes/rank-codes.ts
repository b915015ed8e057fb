import { isAlone, type Line } from "./code-lines.ts";
import type { RankedCode } from "./code-points.ts";
import { isNearPromotion, labelAbove, nameByLines } from "./name-by-lines.ts";
import { nameInLine } from "./name-in-line.ts";

/*
 * Theory of operation: which number in a text is the one-time code.
 *
 * A text is read line by line. Each line has labels (“verification code”, “order number”) and candidates: digits, or
 * letters and digits, that are not an amount, a date or part of something longer. A candidate is named by the nearest label
 * before it in its line; by the one after it (“482913 is your code”); or, if it is alone in its line, by one in the lines
 * above or the line below. A candidate with a label for other numbers is not a code. Points say how certain the match is;
 * candidates far below the best one are left out. The time is linear in the length of the text.
 */

/** Maximum difference in points between the best code and any listed one. */
const MAX_DIFFERENCE = 9;

/** Finds the codes that a label names, most likely first, without duplicates. */
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
 * Finds numbers alone in a line, for a text without labels of codes. Returns none if there are more than two or the text has
 * amounts of money: they are then probably the cells of a table.
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
