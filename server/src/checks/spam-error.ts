import type { SpamResult } from "@mailglass/shared";

/** A result without a score. `error` is a sentence. */
export function spamError(error: string): SpamResult {
  return { error, isSpam: false, score: 0, threshold: 0, action: null, rules: [] };
}

/** Maximum number of rules, and length of their texts in UTF-16 code units, that are reported. */
const MAX_RULES = 500;
const MAX_TEXT_LENGTH = 500;

/** By UTF-16 code units: `localeCompare` would take ten times as long for the many rules of a long answer. */
const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Sorts rules by score, highest first, and bounds them. */
export function limitRules(rules: readonly SpamResult["rules"][number][]): SpamResult["rules"] {
  return rules
    .toSorted((one, other) => other.score - one.score || compareTexts(one.name, other.name))
    .slice(0, MAX_RULES)
    .map(({ name, score, description }) => ({
      name: name.slice(0, MAX_TEXT_LENGTH),
      score,
      description: description.slice(0, MAX_TEXT_LENGTH),
    }));
}
