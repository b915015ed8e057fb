import { client } from "./client.ts";
import { watchEvents } from "./live.ts";
import { createStore, useStore } from "./store.ts";
import { inboxStore } from "./stores.ts";

/** What the expanded sidebar shows of all messages, not only of those in the list. */
export interface SidebarFacts {
  /** Number of messages with errors or warnings. */
  readonly withFindings: number;
}

const factsStore = createStore<SidebarFacts, SidebarFacts>({ withFindings: 0 }, (_, next) => next);

export function useSidebarFacts<Slice>(select: (facts: SidebarFacts) => Slice): Slice {
  return useStore(factsStore, select);
}

/** The facts are requested when no event has arrived for this many milliseconds. */
const QUIET_MS = 1_000;

/** Keeps the facts up to date. Returns a function that stops it. */
export function watchSidebarFacts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void loadSidebarFacts(), delayMs);
  };
  // The list is requested first; its stream starts with a hello.
  if (inboxStore.get().phase === "ready") schedule(0);
  const unsubscribe = watchEvents((events) => {
    schedule(events.some(({ type }) => type === "hello") ? 0 : QUIET_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

async function loadSidebarFacts(): Promise<void> {
  const found = await client.listMessages({ query: { q: "has:findings", limit: 0 } }).catch(() => null);
  if (found !== null) factsStore.dispatch({ withFindings: found.matched });
}
