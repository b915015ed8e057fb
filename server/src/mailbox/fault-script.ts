import type { Fault, FaultRule, FaultStage } from "@mailglass/shared";
import type { FaultContext } from "../base/fault-context.ts";
import { compilePattern } from "./compile-pattern.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { createSeededRandom } from "./seeded-random.ts";

/** Scripted failures, tried in the order in which they were added. With a store, changes are committed before they take effect. */
export interface FaultScript {
  add(rule: FaultRule): MaybePromise<Fault>;
  list(): Fault[];
  get(id: string): Fault | undefined;
  /** Replaces the rule of a fault, which keeps its place and counts from 0. Returns undefined if there is no fault with that id. */
  replace(id: string, rule: FaultRule): MaybePromise<Fault | undefined>;
  /** Returns false if there is no fault with that id. */
  remove(id: string): MaybePromise<boolean>;
  clear(): MaybePromise<void>;
  /** Adds a fault that no store keeps. */
  addTransient(rule: FaultRule): Fault;
  /** Removes a fault that was added by `addTransient`, unless it was removed already. */
  removeTransient(id: string): void;
  /** Counts the attempt and returns the rule that applies to it, if any. Cheap if there are no rules. */
  check(stage: FaultStage, context: FaultContext): MaybePromise<Fault | undefined>;
}

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
function compileMatch({
  on,
  reject = false,
  match: { to, from, user, peer, provider } = {},
}: FaultRule): FaultEntry["matchesRule"] {
  // An empty pattern matches only the empty reverse-path.
  const [isTo, isFrom, isUser, isPeer, isProvider] = [to, from, user, peer, provider].map((one) =>
    one === undefined ? undefined : compilePattern(one),
  );
  // Properties of the context are read only if needed, because they are computed on access.
  return (stage, context) =>
    stage === on &&
    reject === (context.isMessage === true) &&
    (isProvider === undefined || (context.provider !== undefined && isProvider(context.provider))) &&
    (isPeer === undefined || isPeer(context.peer)) &&
    (isFrom === undefined || (context.from !== null && isFrom(context.from))) &&
    (isUser === undefined || (context.user !== null && isUser(context.user))) &&
    (isTo === undefined || context.to.some(isTo));
}

/** Gives a rule with a chance a seed, unless it has one. */
export function chooseSeed(rule: FaultRule): FaultRule {
  return rule.chance === undefined || rule.seed !== undefined ? rule : { ...rule, seed: randomSeed() };
}

const randomSeed = () => Math.floor(Math.random() * 0x1_0000_0000);

function createEntry({ id, rule: given, seen, hits }: Fault): FaultEntry {
  const rule = chooseSeed(given);
  return { id, rule, random: createSeededRandom(rule.seed ?? 0), matchesRule: compileMatch(rule), seen, hits };
}

/** The faults of a mailbox in memory. It has no promises. */
export interface MemoryFaults extends FaultScript {
  add(rule: FaultRule): Fault;
  replace(id: string, rule: FaultRule): Fault | undefined;
  remove(id: string): boolean;
  clear(): void;
  /** Adds a fault with its id and counts, or replaces the one with this id in its place. */
  put(fault: Fault): Fault;
  /** Adds faults of the store, without an event. */
  load(faults: readonly Fault[]): void;
  /** Replaces all faults, without an event. */
  replaceAll(faults: readonly Fault[]): void;
  check(stage: FaultStage, context: FaultContext): Fault | undefined;
  /** Returns the rules that match an attempt, in the order in which they are tried. They do not count it. */
  matching(stage: FaultStage, context: FaultContext): readonly Fault[];
  /** Sets the counts of a fault. */
  setCounts(id: string, seen: number, hits: number): void;
  /** Removes several in one step. */
  removeAll(ids: readonly string[]): void;
}

/** Called after changes of the script. */
export interface FaultListener {
  /** A rule was added, replaced, removed or used up; not for every hit. */
  onChange?(): void;
  /** The rule has had its last hit. */
  onUsed?(fault: Fault): void;
}

/**
 * Scripted failures. If a rule does not apply to an attempt or is used up, the next rule is tried.
 */
export function createFaultScript(createId: () => string, listener: FaultListener = {}): MemoryFaults {
  const entries = new Map<string, FaultEntry>();
  const onChange = () => listener.onChange?.();
  const put = (fault: Fault): Fault => {
    const entry = createEntry(fault);
    entries.set(fault.id, entry);
    onChange();
    return toFault(entry);
  };
  const add = (rule: FaultRule) => put({ id: createId(), rule, seen: 0, hits: 0 });
  const remove = (id: string): boolean => {
    const existed = entries.delete(id);
    if (existed) onChange();
    return existed;
  };
  const load = (faults: readonly Fault[]) => {
    for (const fault of faults) entries.set(fault.id, createEntry(fault));
  };
  return {
    put,
    add,
    addTransient: add,
    list: () => Array.from(entries.values(), toFault),
    get(id) {
      const entry = entries.get(id);
      return entry && toFault(entry);
    },
    replace: (id, rule) => (entries.has(id) ? put({ id, rule, seen: 0, hits: 0 }) : undefined),
    remove,
    removeTransient: remove,
    clear() {
      if (entries.size === 0) return;
      entries.clear();
      onChange();
    },
    load,
    replaceAll(faults) {
      entries.clear();
      load(faults);
    },
    removeAll(ids) {
      const { size } = entries;
      for (const id of ids) entries.delete(id);
      if (entries.size < size) onChange();
    },
    matching: (stage, context) =>
      [...entries.values()].filter((entry) => entry.matchesRule(stage, context)).map(toFault),
    setCounts(id, seen, hits) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      entry.seen = seen;
      if (hits > entry.hits && hits === entry.rule.times) onChange();
      entry.hits = hits;
    },
    check(stage, context) {
      for (const entry of entries.values()) {
        if (!entry.matchesRule(stage, context)) continue;
        entry.seen++;
        if (entry.seen <= (entry.rule.after ?? 0)) continue;
        if (entry.hits >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) continue;
        if (entry.rule.chance !== undefined && entry.random() >= entry.rule.chance) continue;
        entry.hits++;
        const fault = toFault(entry);
        if (entry.hits !== entry.rule.times) return fault;
        onChange();
        listener.onUsed?.(fault);
        return fault;
      }
      return undefined;
    },
  };
}

function toFault({ id, rule, seen, hits }: FaultEntry): Fault {
  return { id, rule, seen, hits };
}
