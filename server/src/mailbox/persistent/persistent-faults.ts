import type { Fault, FaultRule, FaultStage } from "@mailglass/shared";
import type { FaultContext } from "../../base/fault-context.ts";
import type { FaultScript } from "../fault-script.ts";
import { chooseSeed, type MemoryFaults } from "../fault-script.ts";
import { createRandomId } from "../message-ids.ts";
import type { CommitQueue } from "./commit-queue.ts";

/** Length of the id of a fault, in characters. */
const ID_LENGTH = 20;

/** The faults of a mailbox with a store. Hits are not committed, except that a rule is used up. */
export class PersistentFaults implements FaultScript {
  readonly #memory: MemoryFaults;
  readonly #queue: CommitQueue;

  constructor(memory: MemoryFaults, queue: CommitQueue) {
    this.#memory = memory;
    this.#queue = queue;
  }

  add(rule: FaultRule): Promise<Fault> {
    return this.#put(createRandomId(ID_LENGTH), rule);
  }

  #put(id: string, rule: FaultRule): Promise<Fault> {
    const fault: Fault = { id, rule: chooseSeed(rule), seen: 0, hits: 0 };
    return this.#queue.commit({
      prepare: () => ({ changes: [{ type: "fault", fault }], events: 1 }),
      apply: () => this.#memory.put(fault),
    });
  }

  list(): Fault[] {
    return this.#memory.list();
  }

  get(id: string): Fault | undefined {
    return this.#memory.get(id);
  }

  async replace(id: string, rule: FaultRule): Promise<Fault | undefined> {
    return this.#memory.get(id) === undefined ? undefined : this.#put(id, rule);
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#removeAll(() => [id])) > 0;
  }

  async clear(): Promise<void> {
    await this.#removeAll(() => this.#memory.list().map((fault) => fault.id));
  }

  /** Returns how many of them existed. */
  #removeAll(findIds: () => readonly string[]): Promise<number> {
    let ids: readonly string[] = [];
    return this.#queue.commit({
      prepare: () => {
        ids = findIds();
        return { changes: [{ type: "faults-removed", ids }], events: 1 };
      },
      apply: () => {
        const existing = ids.filter((id) => this.#memory.get(id) !== undefined);
        this.#memory.removeAll(existing);
        return existing.length;
      },
    });
  }

  addTransient(rule: FaultRule): Fault {
    return this.#memory.addTransient(rule);
  }

  removeTransient(id: string): void {
    this.#memory.removeTransient(id);
  }

  check(stage: FaultStage, context: FaultContext): Fault | undefined {
    return this.#memory.check(stage, context);
  }
}
