import { createStore, useStore } from "../model/store.ts";

/** What stands above the page. Not in the address: nobody wants to come back to an open palette. */
type Overlay = "none" | "palette" | "help";

const overlay = createStore<Overlay, Overlay>("none", (_, next) => next);

export const openOverlay = overlay.dispatch;

export function closeOverlay(): void {
  overlay.dispatch("none");
}

export function useOverlay(): Overlay {
  return useStore(overlay, (now) => now);
}
