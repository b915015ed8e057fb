import { useEffect, useState } from "react";
import { useStore } from "../data/store.ts";
import { type Toast, toastStore } from "../data/toasts.ts";
import { Button, IconButton } from "./Button.tsx";
import { X } from "./icons.tsx";
import "./toast.css";

const identity = <T,>(value: T): T => value;

/** The toasts, at the lower edge; announced to screen readers. */
export function Toasts() {
  const shown = useStore(toastStore, identity);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      {shown.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

/** The timer pauses on hover and focus. */
function ToastItem({ toast: { id, text, kind, action, time } }: { toast: Toast }) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const isHeld = hovered || focused;
  // Resume on unmount, too: an undoable deletion depends on the timer.
  useEffect(() => {
    if (!isHeld) return undefined;
    time.pause();
    return time.resume;
  }, [isHeld, time]);
  const close = () => toastStore.dispatch({ remove: id });
  return (
    <div
      className="toast"
      data-kind={kind}
      data-testid="toast"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <span className="toast-text">{text}</span>
      {action && (
        <Button
          size="small"
          onClick={() => {
            action.run();
            close();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="small" onClick={close}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
