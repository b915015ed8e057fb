import type { Mailbox } from "../mailbox/mailbox.ts";
import { type Budget, type Budgets, SharedBudget } from "../smtp/smtp.ts";
import type { MemoryLimits } from "./memory-limits.ts";

/** All memory budgets of the process. SMTP and HTTP share the budgets for data in flight. */
export interface AppBudgets extends Budgets {
  /** Bytes of uploads in progress; the same budget as `data`. */
  readonly uploads: Budget;
  /** Bytes of JSON that is being parsed, on V8's heap. The same budget as `recipients`. */
  readonly json: Budget;
}

export function createBudgets(limits: MemoryLimits, mailbox: Mailbox): AppBudgets {
  const data = new SharedBudget(limits.inFlightBytes);
  const heapBudget = new SharedBudget(limits.inFlightHeapBytes);
  return { data, uploads: data, recipients: heapBudget, json: heapBudget, records: mailbox.sessions.budget };
}
