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
function compileMatch({ on, match: { to, from, user, peer, provider } = {} }: FaultRule): FaultEntry["matchesRule"] {
  // An empty pattern matches only the empty reverse-path.
  const [isTo, isFrom, isUser, isPeer, isProvider] = [to, from, user, peer, provider].map((one) =>
    one === undefined ? undefined : compilePattern(one),
  );
  // Properties of the context are read only if needed, because they are computed on access.
  return (stage, context) =>
    stage === on &&
    (isProvider === undefined || (context.provider !== undefined && isProvider(context.provider))) &&
    (isPeer === undefined || isPeer(context.peer)) &&
    (isFrom === undefined || (context.from !== null && isFrom(context.from))) &&
    (isUser === undefined || (context.user !== null && isUser(context.user))) &&
    (isTo === undefined || context.to.some(isTo));
}

function createEntry(id: string, rule: FaultRule): FaultEntry {
  const seed = rule.seed ?? Math.floor(Math.random() * 0x1_0000_0000);
  return {
    id,
    rule: rule.chance === undefined ? rule : { ...rule, seed },
    random: createSeededRandom(seed),
    matchesRule: compileMatch(rule),
    seen: 0,
    hits: 0,
  };
}

/**
 * Scripted failures. If a rule does not apply to an attempt or is used up, the next rule is tried.
 *
 * @param onChange called after a rule was added, replaced, removed or used up; not for every hit
 */
export function createFaultScript(createId: () => string, onChange: () => void = () => {}): FaultScript {
  const entries = new Map<string, FaultEntry>();
  const store = (id: string, rule: FaultRule): Fault => {
    const entry = createEntry(id, rule);
    entries.set(id, entry);
    onChange();
    return toFault(entry);
  };
  return {
    add: (rule) => store(createId(), rule),
    list: () => Array.from(entries.values(), toFault),
    get(id) {
      const entry = entries.get(id);
      return entry && toFault(entry);
    },
    replace: (id, rule) => (entries.has(id) ? store(id, rule) : undefined),
    remove(id) {
      const existed = entries.delete(id);
      if (existed) onChange();
      return existed;
    },
    clear() {
      if (entries.size === 0) return;
      entries.clear();
      onChange();
    },
    check(stage, context) {
      for (const entry of entries.values()) {
        if (!entry.matchesRule(stage, context)) continue;
        entry.seen++;
        if (entry.seen <= (entry.rule.after ?? 0)) continue;
        if (entry.hits >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) continue;
        if (entry.rule.chance !== undefined && entry.random() >= entry.rule.chance) continue;
        entry.hits++;
        if (entry.hits === entry.rule.times) onChange();
        return toFault(entry);
      }
      return undefined;
    },
  };
}

function toFault({ id, rule, seen, hits }: FaultEntry): Fault {
  return { id, rule, seen, hits };
}
