import type { Fault, FaultRule } from "@mailglass/shared";
import { client } from "./client.ts";
import { loadFaults } from "./faults.ts";

/**
 * Adds a rule, or replaces the rule of a fault.
 *
 * @throws what the client throws; `toFormProblem` reads it
 */
export async function saveFault(rule: FaultRule, id: string | undefined): Promise<Fault> {
  const saved = await (id === undefined
    ? client.addFault({ body: rule })
    : client.replaceFault({ params: { id }, body: rule }));
  await loadFaults();
  return saved;
}
