import { createContext, Script } from "node:vm";

/** Time for all tasks of a request. */
export interface TimeBudget {
  leftMs: number;
  /** Whether one of them is running. */
  isRunning?: boolean;
}

/** A task was ended because it took too long. */
export class TimeoutError extends Error {
  override name = "TimeoutError";
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`More than ${limitMs} ms`);
    this.limitMs = limitMs;
  }
}

/** Milliseconds for a task. */
const MAX_TASK_MS = 1_000;

/** Contexts are expensive: all tasks use the same. It holds nothing but the task. */
const CONTEXT = createContext({ task: String });
const RUN_TASK = new Script("task()");

/**
 * Runs a task, which must be synchronous, and ends it when it takes too long. Watching costs some milliseconds on a busy machine, so
 * many small tasks can be run as one: a task within a task is not watched by itself.
 *
 * @throws {TimeoutError}
 */
export function runWithin<Result>(budget: TimeBudget, task: () => Result): Result {
  if (budget.isRunning === true) return task();
  const start = performance.now();
  const timeout = Math.max(1, Math.ceil(Math.min(MAX_TASK_MS, budget.leftMs)));
  let result: { readonly value: Result } | undefined;
  CONTEXT["task"] = () => {
    result = { value: task() };
  };
  budget.isRunning = true;
  try {
    RUN_TASK.runInContext(CONTEXT, { timeout });
  } catch (error) {
    if (Object(error).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TimeoutError(timeout);
  } finally {
    budget.isRunning = false;
    budget.leftMs -= performance.now() - start;
  }
  if (result === undefined) throw new Error("The task ended without a result");
  return result.value;
}
