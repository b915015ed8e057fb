import type { CodeShape } from "./find-candidates.ts";
import type { LabelKind } from "./find-labels.ts";

export interface RankedCode {
  readonly value: string;
  /** The words that name it; empty if there are none. */
  readonly label: string;
  readonly points: number;
}

/** The label of a candidate, and its points. */
export type NamedCode = Pick<RankedCode, "label" | "points">;

export const LABEL_POINTS: Readonly<Record<LabelKind, number>> = { code: 26, plain: 21, other: 0 };
export const SHAPE_POINTS: Readonly<Record<CodeShape, number>> = {
  digits: 4,
  mixed: 3,
  "long-digits": 0,
  loose: 0,
  // It may be an ordinary word in capitals, so any other named candidate is better.
  letters: -14,
  year: -4,
};
