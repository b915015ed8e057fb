import type { ReaderComparison, ReaderField, ReaderValue } from "@mailglass/shared";
import type { Reading } from "./reading.ts";
import { toComparableText, toVisibleText } from "./visible-text.ts";

/** In the order in which they are shown. */
export const READER_FIELDS: readonly ReaderField[] = [
  "subject",
  "from",
  "to",
  "cc",
  "bcc",
  "replyTo",
  "date",
  "text",
  "html",
  "attachments",
];

/** Maximum length of a shown value, and how much of it precedes the first difference, in UTF-16 code units. */
const MAX_SHOWN_LENGTH = 2_000;
const CONTEXT_LENGTH = 200;

/** Compares the readings of each field. `difference-reasons.ts` explains the differences. */
export function compareReadings(mailglass: Reading, mailparser: Reading): ReaderComparison[] {
  return READER_FIELDS.map((field) => {
    const ours = toComparableText(mailglass, field);
    const theirs = toComparableText(mailparser, field);
    const differsAt = findFirstDifference(ours, theirs);
    const visible = differsAt !== null && toVisibleText(ours, field) !== toVisibleText(theirs, field);
    const start = findExcerptStart(ours ?? "", differsAt ?? 0);
    return {
      field,
      same: differsAt === null,
      visible,
      differsAt,
      mailglass: excerptFrom(ours, start),
      mailparser: excerptFrom(theirs, start),
      reason: null,
    };
  });
}

/** Returns the offset of the first difference in UTF-16 code units; null if both are equal. */
function findFirstDifference(ours: string | null, theirs: string | null): number | null {
  if (ours === theirs) return null;
  if (ours === null || theirs === null) return 0;
  const shorter = Math.min(ours.length, theirs.length);
  for (let at = 0; at < shorter; at++) if (ours[at] !== theirs[at]) return at;
  return shorter;
}

/** Returns the start of a line, or of a character, shortly before the difference. Both texts are equal up to there. */
function findExcerptStart(text: string, differsAt: number): number {
  if (differsAt <= CONTEXT_LENGTH) return 0;
  const earliest = differsAt - CONTEXT_LENGTH;
  const lineEnd = text.lastIndexOf("\n", differsAt - 1);
  if (lineEnd >= earliest) return lineEnd + 1;
  return /[\udc00-\udfff]/.test(text.charAt(earliest)) ? earliest + 1 : earliest;
}

function excerptFrom(text: string | null, start: number): ReaderValue {
  if (text === null) return { text: null, start: 0, length: 0 };
  const shown = text.slice(start, start + MAX_SHOWN_LENGTH).replace(/[\ud800-\udbff]$/, "");
  return { text: shown, start, length: text.length };
}
