import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, TICK_MS);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Current time in milliseconds since the epoch, updated every ten seconds; for relative times. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
