import { isAlone, isLabelTaken, type Line, readLabel } from "./code-lines.ts";
import { LABEL_POINTS, type NamedCode, SHAPE_POINTS } from "./code-points.ts";
import type { Candidate, CodeShape } from "./find-candidates.ts";
import type { Label } from "./find-labels.ts";

/** Number of lines above a code that are searched for its label. */
const MAX_LINES_ABOVE = 4;

/** A plain “code” in or next to a line about a discount is not a one-time code. */
export function isNearPromotion(lines: readonly Line[], index: number): boolean {
  return lines.slice(Math.max(0, index - 1), index + 2).some(({ isPromotion }) => isPromotion);
}

/** Finds the label of a candidate that is alone in its line. */
export function nameByLines(lines: readonly Line[], index: number, candidate: Candidate): NamedCode | undefined {
  const line = lines[index];
  if (line === undefined || !isAlone(line, candidate)) return undefined;
  const above = labelAbove(lines, index);
  if (above?.label.kind === "other") return undefined;
  const { shape } = candidate;
  if (above !== undefined && isNamedFromAbove(above, shape)) {
    const points = LABEL_POINTS[above.label.kind] + SHAPE_POINTS[shape] + 10 - 2 * above.distance;
    return { label: readLabel(above.line, above.label), points };
  }
  const below = lines[index + 1];
  const label = below?.labels.find(({ kind }) => kind !== "other");
  if (below === undefined || label === undefined || label.kind === "other" || (shape !== "digits" && shape !== "mixed"))
    return undefined;
  if (label.kind === "plain" && shape !== "digits" && isNearPromotion(lines, index)) return undefined;
  return { label: readLabel(below, label), points: LABEL_POINTS[label.kind] + SHAPE_POINTS[shape] + 3 };
}

interface LabelAbove {
  readonly label: Label;
  readonly line: Line;
  /** 1 for the nearest line above with text. */
  readonly distance: number;
  readonly isPromotion: boolean;
}

/** Finds the nearest label above a line that does not belong to another number: a code's label, or else a heading such as “Order number”. */
export function labelAbove(lines: readonly Line[], index: number): LabelAbove | undefined {
  for (let distance = 1; distance <= MAX_LINES_ABOVE && distance <= index; distance++) {
    const line = lines[index - distance];
    if (line === undefined) return undefined;
    const isPromotion = isNearPromotion(lines, index - distance);
    const label = line.labels.findLast((label) => label.kind !== "other" && !isLabelTaken(line, label));
    if (label !== undefined) return { label: label, line, distance, isPromotion };
    const other = line.labels.at(-1);
    const isHeading = other !== undefined && distance === 1 && line.text.length <= 60 && !isLabelTaken(line, other);
    if (isHeading && !CONFIRMING.test(line.folded)) return { label: other, line, distance, isPromotion };
  }
  return undefined;
}

/** “Verify your phone number” is not the heading of a phone number. */
const CONFIRMING = /verif|confirm|bestatig|conferma|potwierdz|dogrula|подтверд|验证|驗證|確認|認証|인증/;

function isNamedFromAbove({ label, line, distance, isPromotion }: LabelAbove, shape: CodeShape): boolean {
  if (label.kind === "plain" && isPromotion && shape !== "digits") return false;
  if (shape === "digits" || shape === "mixed") return true;
  if (shape === "letters" || shape === "year") return distance === 1 && /[:：]\s*$/.test(line.text);
  return distance <= 2;
}
