import type { FaultRule } from "@mailglass/shared";
import { createStore, useStore } from "./store.ts";

/** How the fault form is filled in when it opens. */
export interface FaultFormOptions {
  readonly title?: string;
  /** The fault that is replaced; without it, a new one is added. */
  readonly id?: string;
  readonly rule?: FaultRule;
}

/** A dialog of a feature. Not part of the URL: nobody wants to return to a half-filled form. */
export type FeatureDialog =
  | { readonly type: "none" }
  | { readonly type: "fault-form"; readonly options: FaultFormOptions };

const dialogStore = createStore<FeatureDialog, FeatureDialog>({ type: "none" }, (_, next) => next);

export function useFeatureDialog(): FeatureDialog {
  return useStore(dialogStore, (dialog) => dialog);
}

export function closeFeatureDialog(): void {
  dialogStore.dispatch({ type: "none" });
}

/** Opens the form for a fault: empty, filled in with a rule, or to edit an existing fault. */
export function openFaultForm(options: FaultFormOptions = {}): void {
  dialogStore.dispatch({ type: "fault-form", options });
}
