import { setTimeout } from "node:timers/promises";
import { compilePattern } from "../../mailbox/compile-pattern.ts";
import type { FaultScript } from "../../mailbox/fault-script.ts";
import type { FaultTarget } from "./apply-fault.ts";
import type { Rejections } from "./provider.ts";

/**
 * Counts an attempt for each message of a request, waits for the longest delay of the faults that apply, and returns the recipients
 * that they reject, for each message; undefined if there are none.
 */
export async function rejectRecipients(
  faults: FaultScript,
  { provider, peer, mails }: FaultTarget,
  signal: AbortSignal,
): Promise<Rejections | undefined> {
  let delay = 0;
  const rejections = mails.map(({ from, to }) => {
    const rule = faults.check("http", { provider, peer, user: null, from, to, isMessage: true })?.rule;
    if (rule === undefined) return [];
    delay = Math.max(delay, rule.delay ?? 0);
    return to.filter(rule.match?.to === undefined ? () => true : compilePattern(rule.match.to));
  });
  if (delay > 0) await setTimeout(delay, undefined, { signal, ref: false });
  return rejections.some((addresses) => addresses.length > 0) ? rejections : undefined;
}
