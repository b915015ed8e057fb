import { type Countdown, startCountdown } from "./countdown.ts";
import { createStore } from "./store.ts";

/** A short notice with at most one action. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: "done" | "error";
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
  /** Remaining time. */
  readonly time: Countdown;
}

type ToastAction = { readonly add: Toast } | { readonly remove: number };

const TOAST_MS = 6_000;
let lastId = 0;

export const toastStore = createStore<readonly Toast[], ToastAction>([], (now, action) =>
  "add" in action ? [...now.slice(-2), action.add] : now.filter((toast) => toast.id !== action.remove),
);

/**
 * Shows a toast for six seconds; the timer pauses on hover and focus.
 *
 * @returns a function that closes it early
 */
export function showToast(
  text: string,
  { kind = "done", action }: Partial<Pick<Toast, "kind" | "action">> = {},
): () => void {
  const id = ++lastId;
  const time = startCountdown(TOAST_MS, () => toastStore.dispatch({ remove: id }));
  toastStore.dispatch({ add: { id, text, kind, action, time } });
  return () => {
    time.cancel();
    toastStore.dispatch({ remove: id });
  };
}
