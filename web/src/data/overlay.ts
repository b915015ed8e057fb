import { createStore, useStore } from "./store.ts";

/** What stands above the page. Not in the address: nobody wants to come back to an open palette. */
type Overlay = "none" | "palette" | "help";

const overlayStore = createStore<Overlay, Overlay>("none", (_, next) => next);

export const openOverlay = overlayStore.dispatch;

export function closeOverlay(): void {
  overlayStore.dispatch("none");
}

export function useOverlay(): Overlay {
  return useStore(overlayStore, (overlay) => overlay);
}
