import { createStore, useStore } from "./store.ts";

/** The open overlay. Not part of the URL: nobody wants to return to an open palette. */
type Overlay = "none" | "palette" | "help";

const overlayStore = createStore<Overlay, Overlay>("none", (_, next) => next);

export const openOverlay = overlayStore.dispatch;

export function closeOverlay(): void {
  overlayStore.dispatch("none");
}

export function useOverlay(): Overlay {
  return useStore(overlayStore, (overlay) => overlay);
}
