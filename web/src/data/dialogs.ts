import type { FaultRule } from "@mailglass/shared";
import { createStore, useStore } from "./store.ts";

/** How the fault form is filled in when it opens. */
export interface FaultFormOptions {
  readonly title?: string;
  /** The fault that is replaced; without it, a new one is added. */
  readonly id?: string;
  readonly rule?: FaultRule;
}

/** What a test waits for: messages like this one, or those that a search finds. */
export type TestTarget = { readonly id: string } | { readonly q: string };

/** A dialog of a feature. Not part of the URL: nobody wants to return to a half-filled form. */
export type FeatureDialog =
  | { readonly type: "none" }
  | { readonly type: "fault-form"; readonly options: FaultFormOptions }
  | { readonly type: "use-in-test"; readonly target: TestTarget };

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

/** Shows code that waits for such a message in a test. */
export function openUseInTest(target: TestTarget): void {
  dialogStore.dispatch({ type: "use-in-test", target });
}
