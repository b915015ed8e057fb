import type { FaultRule, FaultStage } from "@mailglass/shared";
import { formatAmount, formatCount, formatDuration } from "../model/format.ts";

/** When a rule applies, as the form names it. */
export const STAGE_LABELS: Readonly<Record<FaultStage, string>> = {
  connect: "On connection",
  helo: "On EHLO or HELO",
  auth: "On AUTH",
  mail: "On MAIL FROM",
  rcpt: "On RCPT TO",
  data: "On DATA",
  message: "After the message",
  http: "On a request to a provider’s API",
};

/** Describes what a rule does, as the heading of its row. */
export function describeAction({ reply, status, retryAfter, reject, delay, drop, tarpit }: FaultRule): string {
  const slow = [
    ...(delay === undefined ? [] : [`wait ${formatDuration(delay)}`]),
    ...(tarpit === undefined ? [] : [`send one byte per ${formatDuration(tarpit)}`]),
  ];
  const answer = reply ?? (status === undefined ? undefined : `with status ${status}`);
  const end = drop === true ? ["close the connection"] : answer === undefined ? [] : [`reply ${answer}`];
  if (reject === true) end.push("reject the recipients");
  if (retryAfter !== undefined) end.push(`ask to retry after ${formatDuration(retryAfter * 1_000)}`);
  const text = [...slow, ...end].join(", then ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Describes whom a rule affects and how often; one entry per condition. */
export function describeConditions({ on, match = {}, after, times, chance, seed }: FaultRule): string[] {
  const { to, from, user, peer, provider } = match;
  return [
    STAGE_LABELS[on],
    ...(provider === undefined ? [] : [`through ${provider}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(from === undefined ? [] : [from === "" ? "from <>" : `from ${from}`]),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(peer === undefined ? [] : [`from IP ${peer}`]),
    ...(after === undefined || after === 0 ? [] : [`not the first ${formatCount(after)}`]),
    ...(times === undefined ? [] : [times === 1 ? "once" : `${formatCount(times)} times`]),
    ...(chance === undefined ? [] : [`${formatShare(chance)} of them at random, seed ${seed ?? "not set"}`]),
  ];
}

/** Describes how often a rule was used. */
export function describeHits(seen: number, hits: number): string {
  return seen === 0 ? "No matching attempt yet" : `Failed ${formatCount(hits)} of ${formatAmount(seen, "attempt")}`;
}

const formatShare = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
