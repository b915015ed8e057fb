import { type Candidate, findCandidates } from "./find-candidates.ts";
import { findLabels, type Label } from "./find-labels.ts";
import { foldForLabels, normalizeText } from "./normalize-text.ts";
import { PhraseSet } from "./phrase-set.ts";
import { PROMOTION_WORDS } from "./word-table.ts";

const PROMOTIONS = new PhraseSet<true>().add(PROMOTION_WORDS, true);
/** A line of a text. Its labels are found on first use, because most lines have no candidate near them. */
export class Line {
  readonly text: string;
  readonly candidates: readonly Candidate[];
  #folded: string | undefined;
  #labels: readonly Label[] | undefined;
  #isPromotion: boolean | undefined;

  constructor(text: string, candidates: readonly Candidate[]) {
    this.text = text;
    this.candidates = candidates;
  }

  get folded(): string {
    return (this.#folded ??= foldForLabels(this.text));
  }

  get labels(): readonly Label[] {
    return (this.#labels ??= findLabels(this.folded));
  }

  /** Whether it is about a discount. */
  get isPromotion(): boolean {
    return (this.#isPromotion ??= PROMOTIONS.isIn(this.folded));
  }
}

/** Maximum number of candidates in a text, and of candidates in capitals only. */
const MAX_CANDIDATES = 200;
const MAX_LETTER_CANDIDATES = 50;

/** Splits a text into its lines with letters or digits. */
export function readLines(text: string): Line[] {
  let left = MAX_CANDIDATES;
  let lettersLeft = MAX_LETTER_CANDIDATES;
  return joinSpelledLines(normalizeText(text).split(/\r?\n/))
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .map((line) => {
      const candidates = findCandidates(line, left).filter(({ shape }) => shape !== "letters" || lettersLeft-- > 0);
      left -= candidates.length;
      return new Line(line, candidates);
    });
}

/** A code with each character in its own table cell, and so on its own line. */
function joinSpelledLines(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let spelled: string[] = [];
  const flush = () => {
    joined.push(...(spelled.length >= 4 ? [spelled.join("")] : spelled));
    spelled = [];
  };
  for (const line of lines) {
    const trimmed = line.trim();
    if (/^[A-Z\d]$/.test(trimmed)) {
      spelled.push(trimmed);
    } else if (trimmed !== "" || spelled.length === 0) {
      flush();
      joined.push(line);
    }
  }
  flush();
  return joined;
}

/** Maximum length of a line with only a code, in characters. */
const MAX_LONE_LINE_LENGTH = 200;

/** Whether the candidate is alone in its line. */
export function isAlone(line: Line, { start, end }: Candidate): boolean {
  if (line.text.length > MAX_LONE_LINE_LENGTH) return false;
  const rest = line.text.slice(0, start) + line.text.slice(end);
  return !/[\p{L}\p{N}]/u.test(rest);
}

/** Whether a number follows a label, before `limit` and before the next label. The label then belongs to that number. */
export function isLabelTaken({ labels, candidates }: Line, label: Label, limit = Number.POSITIVE_INFINITY): boolean {
  const next = labels.find(({ start }) => start >= label.end)?.start ?? limit;
  return candidates.some(
    ({ start, shape }) =>
      start >= label.end && start < Math.min(next, limit) && shape !== "letters" && shape !== "year",
  );
}

/** Returns the label as written, with up to two words before it: “Your verification code”. */
export function readLabel({ text }: Line, { start, end }: Label): string {
  const [words = ""] = /(?:(?<!\p{L})[\p{L}-]{1,30} ){0,2}$/u.exec(text.slice(Math.max(0, start - 64), start)) ?? [];
  return (words + text.slice(start, end)).trim();
}
