import type { LinkStatus, SpamResult } from "@mailglass/shared";
import type { LinkCheck, RspamdCheck, SpamAssassinCheck } from "./api-types.ts";

/** Mailpit's status for addresses that are not public. */
const BLOCKED = { StatusCode: 451, Status: "Blocked private/reserved address" };

/** The link check in Mailpit's form. */
export function toLinkCheck(links: readonly LinkStatus[]): LinkCheck {
  const Links = links.map(({ url, outcome, status, detail }) =>
    outcome === "blocked" ? { URL: url, ...BLOCKED } : { URL: url, StatusCode: status ?? 0, Status: detail },
  );
  return { Errors: Links.filter(({ StatusCode }) => StatusCode === 0 || StatusCode >= 400).length, Links };
}

/** The link check of a server that may not request links: every link is listed, and none counts as an error. */
export function toUncheckedLinks(urls: readonly string[]): LinkCheck {
  const Status = "Not checked: the server was not started with --check-links";
  return { Errors: 0, Links: urls.map((URL) => ({ URL, StatusCode: 0, Status })) };
}

/** A result of SpamAssassin in Mailpit's form, with scores of one decimal. */
export function toSpamAssassinCheck(result: SpamResult): SpamAssassinCheck {
  return toSpamCheck(result, 1);
}

/** A result of Rspamd in Mailpit's form, with scores of two decimals. */
export function toRspamdCheck(result: SpamResult): RspamdCheck {
  return { ...toSpamCheck(result, 2), Threshold: round(result.threshold, 2), Action: result.action ?? "" };
}

function toSpamCheck({ error, isSpam, score, rules }: SpamResult, digits: number): SpamAssassinCheck {
  return {
    IsSpam: isSpam,
    Error: error ?? "",
    Score: round(score, digits),
    Rules: rules.map(({ name, score: ruleScore, description }) => ({
      Score: round(ruleScore, digits),
      Name: name,
      Description: description,
    })),
  };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
