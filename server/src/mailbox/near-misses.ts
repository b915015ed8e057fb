import { compileCriteria, type SearchableMessage } from "./compile-query.ts";
import type { CooperativeScan } from "./cooperative-scan.ts";
import type { NearMiss, WaitCriteria } from "./mailbox.ts";
import type { Ring } from "./ring.ts";

/** Number of newest messages that are tested for near misses. */
const MAX_CANDIDATES = 200;
const MAX_NEAR_MISSES = 5;

/** Returns the newest messages that failed the fewest criteria of a wait that timed out. */
export async function findNearMisses<Message extends SearchableMessage>(
  ring: Ring<Message>,
  scan: CooperativeScan,
  { query, since }: WaitCriteria,
): Promise<NearMiss[]> {
  const criteria = compileCriteria(query);
  const misses: { readonly message: Message; readonly failed: string[] }[] = [];
  let examined = 0;
  const visit = async (message: Message) => {
    const failed: string[] = [];
    for (const { text, test } of criteria) if (!(await test(message))) failed.push(text);
    if (failed.length > 0) misses.push({ message, failed });
    return ++examined < MAX_CANDIDATES;
  };
  await scan.scan(ring, { after: since, before: Number.POSITIVE_INFINITY, visit });
  return misses
    .filter(({ message }) => ring.at(message.seq) !== undefined)
    .toSorted((a, b) => a.failed.length - b.failed.length)
    .slice(0, MAX_NEAR_MISSES)
    .map(({ message, failed }) => ({ message: message.pin(), failed }));
}
