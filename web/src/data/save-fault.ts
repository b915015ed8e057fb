import type { Fault, FaultRule } from "@mailglass/shared";
import { ProblemError } from "@mailglass/shared/client";
import { client, describeError } from "./client.ts";
import { loadFaults } from "./faults.ts";

/** Why a rule was refused: texts of the server by JSON Pointer into the rule, or one text for the whole rule. */
export interface RuleProblem {
  readonly general: string;
  readonly byPointer: ReadonlyMap<string, string>;
}

/** Adds a rule, or replaces the rule of a fault. Returns why the server refused it. */
export async function saveFault(rule: FaultRule, id: string | undefined): Promise<Fault | RuleProblem> {
  try {
    const saved = await (id === undefined
      ? client.addFault({ body: rule })
      : client.replaceFault({ params: { id }, body: rule }));
    await loadFaults();
    return saved;
  } catch (reason) {
    const byPointer = readFieldErrors(reason);
    return { general: byPointer.size > 0 ? "" : describeError(reason), byPointer };
  }
}

/** Reads `errors` of a problem document: the server's texts for single members of the body. */
function readFieldErrors(reason: unknown): ReadonlyMap<string, string> {
  const byPointer = new Map<string, string>();
  const errors = reason instanceof ProblemError ? reason.problem.errors : undefined;
  for (const error of Array.isArray(errors) ? errors : []) {
    const { pointer, message }: { pointer?: unknown; message?: unknown } = Object(error);
    if (typeof pointer === "string" && typeof message === "string") byPointer.set(pointer, toSentence(message));
  }
  return byPointer;
}

const toSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
