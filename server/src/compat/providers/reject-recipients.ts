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
): Promise<Rejections | undefined> {
  let delay = 0;
  const rejections: string[][] = [];
  for (const { from, to } of mails) {
    // One after the other: the attempts are counted in the order of the messages.
    const { rule } = (await faults.check("http", { provider, peer, user: null, from, to, isMessage: true })) ?? {};
    delay = Math.max(delay, rule?.delay ?? 0);
    const match = rule?.match?.to;
    rejections.push(rule === undefined ? [] : to.filter(match === undefined ? () => true : compilePattern(match)));
  }
  if (delay > 0) await setTimeout(delay, undefined, { ref: false });
  return rejections.some((addresses) => addresses.length > 0) ? rejections : undefined;
}
