import { CODE_LABELS, CODE_SUFFIXES, NO_LABELS, PLAIN_CODE_LABELS } from "./label-table.ts";
import { OTHER_LABELS } from "./other-label-table.ts";
import { isWordStart, PhraseSet } from "./phrase-set.ts";

/** `code` names a one-time code, `plain` any code, `other` a different number. */
export type LabelKind = "code" | "plain" | "other";

export interface Label {
  readonly kind: LabelKind;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
}

const LABELS = new PhraseSet<LabelKind | "none">()
  .add(NO_LABELS, "none")
  .add(Object.values(OTHER_LABELS).flat(), "other")
  .add(Object.values(CODE_LABELS).flat(), "code")
  .add(Object.values(PLAIN_CODE_LABELS).flat(), "plain");

/** Maximum length of a compound word that is examined, in letters. */
const MAX_WORD_LENGTH = 40;

/** Finds the labels of a line, in order and without overlap. */
export function findLabels(folded: string): Label[] {
  const found: Label[] = [];
  for (let at = 0; at < folded.length; ) {
    const label = LABELS.matchAt(folded, at);
    const end = label?.end ?? findCompoundEnd(folded, at);
    const kind = label?.kind ?? "code";
    if (end !== undefined && kind !== "none") found.push({ kind, start: at, end });
    at = end ?? at + 1;
  }
  return found;
}

/** Returns the end of a compound word such as Bestätigungscode; undefined if none begins here. */
function findCompoundEnd(folded: string, start: number): number | undefined {
  const first = folded.charAt(start);
  if (first < "a" || first > "z" || !isWordStart(folded, start)) return undefined;
  const [word = ""] = /^\p{L}+/u.exec(folded.slice(start, start + MAX_WORD_LENGTH)) ?? [];
  return CODE_SUFFIXES.some((suffix) => word.length > suffix.length + 2 && word.endsWith(suffix))
    ? start + word.length
    : undefined;
}
