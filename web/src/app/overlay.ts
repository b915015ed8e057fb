import { createStore, useStore } from "../model/store.ts";

/** What stands above the page. Not in the address: nobody wants to come back to an open palette. */
type Overlay = "none" | "palette" | "help";

const overlay = createStore<Overlay, Overlay>("none", (_, next) => next);

export const openOverlay = overlay.dispatch;

export const currentOverlay = overlay.get;

/** Closes this one. The browser says late that a dialog was closed: another may stand there by then, and stays. */
export function closeOverlay(which: Exclude<Overlay, "none">): void {
  if (overlay.get() === which) overlay.dispatch("none");
}

export function useOverlay(): Overlay {
  return useStore(overlay, (now) => now);
}
