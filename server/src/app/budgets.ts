import type { Mailbox } from "../mailbox/mailbox.ts";
import { type Budget, type Budgets, SharedBudget } from "../smtp/smtp.ts";
import type { MemoryLimits } from "./memory-limits.ts";

/** Every budget of the process. SMTP and HTTP share those of what is in flight. */
export interface AppBudgets extends Budgets {
  /** Bytes of uploads as they are received; the same budget as `data`. */
  readonly uploads: Budget;
  /** Bytes of JSON that is read: it lies in V8's heap. The same budget as `recipients`. */
  readonly json: Budget;
}

export function createBudgets(limits: MemoryLimits, mailbox: Mailbox): AppBudgets {
  const data = new SharedBudget(limits.inFlightBytes);
  const heapBudget = new SharedBudget(limits.inFlightHeapBytes);
  return { data, uploads: data, recipients: heapBudget, json: heapBudget, records: mailbox.sessions.budget };
}
