import { isLabelTaken, type Line, readLabel } from "./code-lines.ts";
import { LABEL_POINTS, type NamedCode, SHAPE_POINTS } from "./code-points.ts";
import type { Candidate } from "./find-candidates.ts";
import type { Label } from "./find-labels.ts";
import { PhraseSet } from "./phrase-set.ts";
import { COPULAS, PROMPTS_BEFORE, PROMPTS_BEHIND } from "./word-table.ts";

/** Maximum distance between a label and a code in one line, in characters: with “is” or a colon before the code, and without. */
const MAX_INTRODUCED_GAP = 120;
const MAX_GAP = 60;
/** The distance for a label that already belongs to a code in between. */
const TAKEN_POINTS = 12;

const COPULA_SET = new PhraseSet<true>().add(COPULAS, true);
const BEFORE_SET = new PhraseSet<true>().add(PROMPTS_BEFORE, true);
const BEHIND_SET = new PhraseSet<true>().add(PROMPTS_BEHIND, true);

/** Finds the label of a candidate in its line. */
export function nameInLine(line: Line, candidate: Candidate, isPromotion: boolean): NamedCode | undefined {
  // A code for a discount has letters: SAVE20.
  const isUsable = ({ kind }: Label) =>
    kind === "code" || (kind === "plain" && !(isPromotion && candidate.shape !== "digits"));
  const index = countLabelsBefore(line.labels, candidate.start);
  // A word that is part of a label, such as 2FA-CODE.
  if ((line.labels[index - 1]?.end ?? 0) > candidate.start) return undefined;
  const before = nextLabelBefore(line, candidate, index);
  if (before !== undefined && isUsable(before)) {
    const points = pointsOfGap(line.folded.slice(before.end, candidate.start), before, candidate);
    const isTaken = isLabelTaken(line, before, candidate.start);
    if (points !== undefined) return { label: readLabel(line, before), points: points - (isTaken ? TAKEN_POINTS : 0) };
  }
  const behind = line.labels[index];
  if (behind !== undefined && isUsable(behind)) {
    const points = pointsOfGapBehind(line.folded.slice(candidate.end, behind.start), behind, candidate);
    if (points !== undefined) return { label: readLabel(line, behind), points };
  }
  if (before?.kind === "other" || behind?.kind === "other") return undefined;
  return namedByPrompt(line, candidate);
}

/** Returns the labels that begin before this offset. */
function countLabelsBefore(labels: readonly Label[], offset: number): number {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((labels[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Maximum number of labels before a code that are examined. */
const MAX_LABELS_BEFORE = 8;

/** Finds the label of a candidate. A label followed by another number is skipped. */
function nextLabelBefore(line: Line, candidate: Candidate, index: number): Label | undefined {
  return line.labels
    .slice(Math.max(0, index - MAX_LABELS_BEFORE), index)
    .findLast(({ kind, end }) => kind !== "other" || takesNumber(line.text.slice(end, candidate.start)));
}

/** Whether a label for other numbers names the number after this gap: not across a clause, nor across another number. */
const takesNumber = (gap: string) => gap.length <= MAX_GAP && !/\d{3}|[,;.!?]\s/.test(gap);

/** Between a label and a code: punctuation, and a word such as “is”. */
function isDirect(gap: string): boolean {
  const words = gap.replace(/^[\s:=<>»"'“”„«「『[(*_`|–—.…]+|[\s:=<>»"'“”„«「『[(*_`|–—…]+$/g, "");
  return words === "" || COPULA_SET.matchAt(words, 0)?.end === words.length;
}

const SENTENCE_END = /[.!?。]\s/;

function pointsOfGap(gap: string, { kind }: Label, { shape }: Candidate): number | undefined {
  if (kind === "other" || gap.length > MAX_INTRODUCED_GAP) return undefined;
  const base = LABEL_POINTS[kind] + SHAPE_POINTS[shape];
  if (isDirect(gap)) return base + 10;
  const isIntroduced = !SENTENCE_END.test(gap) && (/[:：]\s*["'“「『[(*]*$/.test(gap) || endsWithCopula(gap));
  if (isIntroduced) return base + 8;
  // “your verification code for Example 482913”
  if (kind !== "code" || gap.length > MAX_GAP || (shape !== "digits" && shape !== "mixed")) return undefined;
  return base + (SENTENCE_END.test(gap) ? 0 : 5) - Math.floor(gap.length / 20);
}

/** Such as “is”, or “est le”: of one word or two. */
function endsWithCopula(gap: string): boolean {
  return [/\S+\s*$/, /\S+\s+\S+\s*$/].some((lastWords) => {
    const words = lastWords.exec(gap)?.[0].trim() ?? "";
    return words !== "" && COPULA_SET.matchAt(words, 0)?.end === words.length;
  });
}

/** “482913 is your code”, “482913 – code of Example”, 482913（認証コード） */
function pointsOfGapBehind(gap: string, { kind }: Label, { shape }: Candidate): number | undefined {
  if (kind === "other" || gap.length > 50 || SENTENCE_END.test(gap)) return undefined;
  const base = LABEL_POINTS[kind] + SHAPE_POINTS[shape];
  if (shape === "letters") return undefined;
  const start = gap.replace(/^[\s"'”»」』\])*_]+/, "");
  const hasCopula = COPULA_SET.matchAt(start, 0) !== undefined || /^[-–—:(=]|^\s*$/.test(start);
  if (hasCopula) return base + 8;
  if (shape === "digits" && /^(?:as|como|comme|als|come)\s/.test(start)) return base + 8;
  return undefined;
}

function namedByPrompt(line: Line, { shape, value, start, end }: Candidate): NamedCode | undefined {
  if ((shape !== "digits" && shape !== "mixed") || value.length < 5) return undefined;
  const before = line.folded.slice(Math.max(0, start - 16), start).trimEnd();
  const isRequested = Array.from(before.matchAll(/(?<!\p{L})\p{L}/gu)).some(
    ({ index }) => BEFORE_SET.matchAt(before, index)?.end === before.length,
  );
  const behind = line.folded.slice(end, end + 40).trimStart();
  if (BEHIND_SET.matchAt(behind, 0) !== undefined) return { label: "", points: 20 };
  return isRequested && shape === "digits" ? { label: "", points: 16 } : undefined;
}
