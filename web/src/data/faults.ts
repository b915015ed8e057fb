import type { Fault } from "@mailglass/shared";
import { client, describeError } from "./client.ts";
import { watchEvents } from "./live.ts";
import { createStore, useStore } from "./store.ts";
import { showToast } from "./toasts.ts";

/** The server's fault rules, in the order in which they are tried. */
export interface FaultsState {
  /** `ready` also while the list is loaded again. */
  readonly phase: "loading" | "ready" | "failed";
  /** Why the list could not be loaded. */
  readonly problem: string;
  readonly faults: readonly Fault[];
}

const faultsStore = createStore<FaultsState, FaultsState>(
  { phase: "loading", problem: "", faults: [] },
  (_, next) => next,
);

export function useFaults<Slice>(select: (state: FaultsState) => Slice): Slice {
  return useStore(faultsStore, select);
}

/** Returns how many rules can still fail an attempt. */
export function countActiveFaults({ faults }: FaultsState): number {
  return faults.filter((fault) => !isUsedUp(fault)).length;
}

/** Returns whether the rule has failed as many attempts as it may. */
export function isUsedUp({ rule, hits }: Fault): boolean {
  return rule.times !== undefined && hits >= rule.times;
}

let lastRequest = 0;

/** Loads the rules with their hit counts. */
export async function loadFaults(): Promise<void> {
  const request = ++lastRequest;
  const { faults } = faultsStore.get();
  const next = await client.listFaults().then(
    (loaded): FaultsState => ({ phase: "ready", problem: "", faults: loaded }),
    (reason: unknown): FaultsState => ({ phase: "failed", problem: describeError(reason), faults }),
  );
  // A later request has a newer answer.
  if (request === lastRequest) faultsStore.dispatch(next);
}

/** Loads the rules when the stream connects, and whenever a rule is added, replaced, deleted or used up. */
export function startFaultUpdates(): void {
  watchEvents((events) => {
    const concerns = events.some(({ type }) => type === "hello" || type === "resync" || type === "faults.changed");
    if (concerns) void loadFaults();
  });
}

export async function deleteFault(id: string): Promise<void> {
  await changeFaults(() => client.deleteFault({ params: { id } }));
}

export async function deleteAllFaults(): Promise<void> {
  await changeFaults(() => client.deleteFaults());
}

/** Reports a failure, and loads the rules in any case: another user may have changed them. */
async function changeFaults(change: () => Promise<unknown>): Promise<void> {
  await change().catch((reason: unknown) => showToast(describeError(reason), { kind: "error" }));
  await loadFaults();
}
