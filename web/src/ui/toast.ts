import { createStore } from "../model/store.ts";

/** A short word to the person, with at most one thing to do about it. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: "done" | "error";
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
}

type ToastAction = { readonly add: Toast } | { readonly remove: number };

const SHOWN = 6_000;
let last = 0;

export const toasts = createStore<readonly Toast[], ToastAction>([], (now, action) =>
  "add" in action ? [...now.slice(-2), action.add] : now.filter((toast) => toast.id !== action.remove),
);

/** Says something for six seconds. Gives back the way to take it away before. */
export function say(text: string, options: Partial<Pick<Toast, "kind" | "action">> = {}): () => void {
  const id = ++last;
  const close = () => toasts.dispatch({ remove: id });
  toasts.dispatch({ add: { id, text, kind: options.kind ?? "done", action: options.action } });
  setTimeout(close, SHOWN);
  return close;
}
