import type { SpamResult } from "@mailglass/shared";
import { limitRules, spamError } from "./spam-error.ts";

/**
 * Actions with which Rspamd treats a message as spam. Their thresholds are the score from which it is; the first that is set
 * counts.
 */
const SPAM_ACTIONS = ["add header", "rewrite subject", "reject"];

/**
 * Parses the JSON of Rspamd's `/checkv2`.
 *
 * @returns undefined if it is something else
 */
export function parseRspamdAnswer(body: string): SpamResult | undefined {
  const answer = parseObject(body);
  if (typeof answer?.["error"] === "string") return spamError(`Rspamd reports: ${answer["error"].slice(0, 500)}.`);
  const score = toNumber(answer?.["score"]);
  const action = answer?.["action"];
  if (answer === undefined || score === undefined || typeof action !== "string") return undefined;
  const thresholds = toObject(answer["thresholds"]) ?? {};
  const named = SPAM_ACTIONS.map((name) => toNumber(thresholds[name])).find((value) => (value ?? 0) > 0);
  const symbols = Object.entries(toObject(answer["symbols"]) ?? {}).map(([key, value]) => {
    const { name, score: symbolScore, description } = toObject(value) ?? {};
    return {
      name: typeof name === "string" && name !== "" ? name : key,
      score: toNumber(symbolScore) ?? 0,
      description: typeof description === "string" ? description : "",
    };
  });
  return {
    error: null,
    isSpam: SPAM_ACTIONS.includes(action),
    score,
    threshold: named ?? toNumber(answer["required_score"]) ?? 0,
    action: action.slice(0, 100),
    rules: limitRules(symbols),
  };
}

type UnknownObject = Readonly<Record<string, unknown>>;

function parseObject(text: string): UnknownObject | undefined {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function toObject(value: unknown): UnknownObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as UnknownObject) : undefined;
}

function toNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
