import type { SpamResult } from "@mailglass/shared";
import { limitRules } from "./spam-error.ts";

type SpamRule = SpamResult["rules"][number];

/**
 * Parses spamd's answer to `REPORT`:
 *
 *     SPAMD/1.1 0 EX_OK
 *     Spam: False ; 1.2 / 5.0
 *
 *     …
 *      pts rule name              description
 *     ---- ---------------------- --------------------------------------------------
 *      1.2 MISSING_HEADERS        Missing To: header
 *                                 (continued)
 *
 * @returns undefined if it is not such an answer, or reports an error
 */
export function parseSpamdReport(answer: string): SpamResult | undefined {
  const lines = answer.split(/\r?\n/);
  if (!/^SPAMD\/[\d.]+ 0 /.test(lines[0] ?? "")) return undefined;
  const end = lines.indexOf("");
  const verdict = lines.slice(1, end < 0 ? undefined : end).find((line) => /^Spam:/i.test(line)) ?? "";
  const [, isSpam = "", score, threshold] =
    /^Spam:\s*(\w+)\s*;\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*\/\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*$/i.exec(verdict) ?? [];
  if (score === undefined || threshold === undefined) return undefined;
  return {
    error: null,
    isSpam: /^(true|yes)$/i.test(isSpam),
    score: Number(score),
    threshold: Number(threshold),
    action: null,
    rules: limitRules(parseRules(lines)),
  };
}

function parseRules(lines: readonly string[]): SpamRule[] {
  const rules: SpamRule[] = [];
  const ruler = lines.findIndex((line) => /^-{3,} -{3,}/.test(line));
  for (const line of ruler < 0 ? [] : lines.slice(ruler + 1)) {
    const [, score, name = "", description = ""] = /^ {0,3}(-?\d{1,9}(?:\.\d{1,9})?) +(\w+) *(.*)$/.exec(line) ?? [];
    const last = rules.at(-1);
    if (score !== undefined) rules.push({ score: Number(score), name, description: description.trim() });
    else if (line.trim() === "") break;
    else if (last !== undefined)
      rules[rules.length - 1] = { ...last, description: `${last.description} ${line.trim()}` };
  }
  return rules;
}
