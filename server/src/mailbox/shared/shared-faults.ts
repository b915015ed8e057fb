import type { Fault, FaultRule, FaultStage } from "@mailglass/shared";
import type { FaultContext } from "../../base/fault-context.ts";
import { chooseSeed, createFaultScript, type FaultScript, type MemoryFaults } from "../fault-script.ts";
import type { MaybePromise } from "../maybe-promise.ts";
import { createRandomId } from "../message-ids.ts";
import { seededRandomAt } from "../seeded-random.ts";
import type { SharedCommits } from "./shared-commits.ts";
import type { FaultAttempt, FaultCounts, SharedState } from "./shared-store.ts";

/** Length of the id of a fault, in characters. */
const ID_LENGTH = 20;

/**
 * The faults of all instances. The store counts attempts and hits, so that "the third attempt" is the third of all. Transient faults
 * belong to this instance, and are tried first.
 */
export class SharedFaults implements FaultScript {
  readonly #memory: MemoryFaults;
  readonly #transient: MemoryFaults;
  readonly #commits: SharedCommits;
  /** How many random numbers were drawn for each rule with a chance. */
  readonly #draws = new Map<string, number>();

  /** @param onTransientChange called if a transient fault was added, removed or used up */
  constructor(memory: MemoryFaults, commits: SharedCommits, onTransientChange: () => void) {
    this.#memory = memory;
    this.#commits = commits;
    this.#transient = createFaultScript(() => createRandomId(ID_LENGTH), { onChange: onTransientChange });
  }

  /** Replaces all faults by those of the store. */
  load(faults: SharedState["faults"]): void {
    this.#memory.replaceAll(faults.map(({ id, rule, seen, hits }) => ({ id, rule, seen, hits })));
    this.#draws.clear();
    for (const { id, draws } of faults) this.#draws.set(id, draws);
  }

  put(fault: Fault): void {
    this.#draws.delete(fault.id);
    this.#memory.put(fault);
  }

  removeAll(ids: readonly string[]): void {
    for (const id of ids) this.#draws.delete(id);
    this.#memory.removeAll(ids);
  }

  setCounts(counts: readonly FaultCounts[]): void {
    for (const { id, seen, hits, draws } of counts) {
      this.#draws.set(id, draws);
      this.#memory.setCounts(id, seen, hits);
    }
  }

  async add(rule: FaultRule): Promise<Fault> {
    const fault: Fault = { id: createRandomId(ID_LENGTH), rule: chooseSeed(rule), seen: 0, hits: 0 };
    await this.#commits.commit(() => ({ type: "fault", fault, replaces: false }));
    return fault;
  }

  async replace(id: string, rule: FaultRule): Promise<Fault | undefined> {
    const fault: Fault = { id, rule: chooseSeed(rule), seen: 0, hits: 0 };
    const count = await this.#commits.commit(() => ({ type: "fault", fault, replaces: true }));
    return count === 0 ? undefined : fault;
  }

  async remove(id: string): Promise<boolean> {
    if (this.#transient.remove(id)) return true;
    return (await this.#commits.commit(() => ({ type: "faults-removed", ids: [id] }))) !== 0;
  }

  async clear(): Promise<void> {
    this.#transient.clear();
    await this.#commits.commit(() => ({ type: "faults-removed", ids: this.#memory.list().map(({ id }) => id) }));
  }

  list(): Fault[] {
    return [...this.#transient.list(), ...this.#memory.list()];
  }

  get(id: string): Fault | undefined {
    return this.#transient.get(id) ?? this.#memory.get(id);
  }

  addTransient(rule: FaultRule): Fault {
    return this.#transient.addTransient(rule);
  }

  removeTransient(id: string): void {
    this.#transient.removeTransient(id);
  }

  check(stage: FaultStage, context: FaultContext): MaybePromise<Fault | undefined> {
    const fault = this.#transient.check(stage, context);
    if (fault !== undefined) return fault;
    const matching = this.#memory.matching(stage, context);
    return matching.length === 0 ? undefined : this.#attempt(matching);
  }

  /** Counts an attempt. While the store cannot be reached, the latest known counts decide, and do not change. */
  async #attempt(matching: readonly Fault[]): Promise<Fault | undefined> {
    try {
      const id = await this.#commits.commit(() => ({
        type: "attempt",
        rules: matching.map((fault) => this.#describe(fault)),
      }));
      const hit = matching.find((fault) => fault.id === id);
      return hit && (this.#memory.get(hit.id) ?? hit);
    } catch {
      return matching.find(
        ({ rule, seen, hits }) =>
          rule.chance === undefined && seen >= (rule.after ?? 0) && hits < (rule.times ?? Number.POSITIVE_INFINITY),
      );
    }
  }

  #describe({ id, rule }: Fault): FaultAttempt {
    const { after = 0, times = Number.POSITIVE_INFINITY, chance, seed = 0 } = rule;
    const number = this.#draws.get(id) ?? 0;
    const draw = chance === undefined ? undefined : { number, hits: seededRandomAt(seed, number) < chance };
    return { id, after, times, draw };
  }
}
