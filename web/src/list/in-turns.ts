import { isGone } from "../app/is-gone.ts";

/** Requests at once at most: a browser gives up thousands. */
const AT_ONCE = 100;

/** What could not be done, and why. */
interface Undone {
  readonly failed: readonly string[];
  readonly reason: unknown;
}

/**
 * Asks for each of these messages, a hundred at a time. One that has gone meanwhile has not failed: the list will hear of
 * it. After a turn in which something failed the rest is not asked for, and has failed with it.
 */
export async function inTurns(ids: readonly string[], ask: (id: string) => Promise<unknown>): Promise<Undone> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const turn = ids.slice(at, at + AT_ONCE);
    const answers = await Promise.allSettled(turn.map(ask));
    const reasons = answers.map((answer) => (answer.status === "rejected" && !isGone(answer.reason) ? answer : null));
    const first = reasons.find((reason) => reason !== null);
    if (first === undefined) continue;
    const failed = turn.filter((_, index) => reasons[index] !== null);
    return { failed: [...failed, ...ids.slice(at + AT_ONCE)], reason: first?.reason };
  }
  return { failed: [], reason: null };
}
