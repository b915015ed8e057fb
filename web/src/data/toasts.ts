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

interface ToastOptions extends Partial<Pick<Toast, "kind" | "action">> {
  /** Called when the time is over, including after a dismissal, but not if the toast was closed. */
  readonly onEnd?: () => void;
}

/**
 * Shows a toast for six seconds; the timer pauses on hover and focus. Returns a function that closes it early,
 * without calling `onEnd`.
 */
export function showToast(text: string, { kind = "done", action, onEnd }: ToastOptions = {}): () => void {
  const id = ++lastId;
  const time = startCountdown(TOAST_MS, () => {
    toastStore.dispatch({ remove: id });
    onEnd?.();
  });
  toastStore.dispatch({ add: { id, text, kind, action, time } });
  return () => {
    time.cancel();
    toastStore.dispatch({ remove: id });
  };
}
