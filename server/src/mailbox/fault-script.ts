import type { Fault, FaultRule, FaultStage } from "@mailglass/shared";
import type { FaultContext } from "../base/fault-context.ts";
import { compilePattern } from "./compile-pattern.ts";
import type { FaultScript } from "./mailbox.ts";
import { createSeededRandom } from "./seeded-random.ts";

interface FaultEntry {
  readonly id: string;
  readonly rule: FaultRule;
  /** For a rule with a chance. */
  readonly random: () => number;
  readonly matchesRule: (stage: FaultStage, context: FaultContext) => boolean;
  seen: number;
  hits: number;
}

/** Compiles the conditions of a rule. */
function compileMatch({ on, match: { to, from, user, peer } = {} }: FaultRule): FaultEntry["matchesRule"] {
  // An empty pattern matches only the empty reverse-path.
  const [isTo, isFrom, isUser, isPeer] = [to, from, user, peer].map((one) =>
    one === undefined ? undefined : compilePattern(one),
  );
  // Properties of the context are read only if needed, because they are computed on access.
  return (stage, context) =>
    stage === on &&
    (isPeer === undefined || isPeer(context.peer)) &&
    (isFrom === undefined || (context.from !== null && isFrom(context.from))) &&
    (isUser === undefined || (context.user !== null && isUser(context.user))) &&
    (isTo === undefined || context.to.some(isTo));
}

/** Scripted failures. If a rule does not apply to an attempt or is used up, the next rule is tried. */
export function createFaultScript(createId: () => string): FaultScript {
  const entries = new Map<string, FaultEntry>();
  return {
    add(rule) {
      const seed = rule.seed ?? Math.floor(Math.random() * 0x1_0000_0000);
      const seededRule = rule.chance === undefined ? rule : { ...rule, seed };
      const entry: FaultEntry = {
        id: createId(),
        rule: seededRule,
        random: createSeededRandom(seed),
        matchesRule: compileMatch(rule),
        seen: 0,
        hits: 0,
      };
      entries.set(entry.id, entry);
      return toFault(entry);
    },
    list: () => Array.from(entries.values(), toFault),
    get(id) {
      const entry = entries.get(id);
      return entry && toFault(entry);
    },
    remove: (id) => entries.delete(id),
    clear: () => entries.clear(),
    check(stage, context) {
      for (const entry of entries.values()) {
        if (!entry.matchesRule(stage, context)) continue;
        entry.seen++;
        if (entry.seen <= (entry.rule.after ?? 0)) continue;
        if (entry.hits >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) continue;
        if (entry.rule.chance !== undefined && entry.random() >= entry.rule.chance) continue;
        entry.hits++;
        return toFault(entry);
      }
      return undefined;
    },
  };
}

function toFault({ id, rule, seen, hits }: FaultEntry): Fault {
  return { id, rule, seen, hits };
}
