import { X } from "lucide-react";
import { useStore } from "../model/store.ts";
import { Button, IconButton } from "./Button.tsx";
import { toasts } from "./toast.ts";
import "./toast.css";

const everything = <T,>(value: T): T => value;

/** What was said, at the lower edge, and to screen readers as it comes. */
export function Toasts() {
  const shown = useStore(toasts, everything);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      {shown.map(({ id, text, kind, action }) => (
        <div key={id} className="toast" data-kind={kind} data-testid="toast">
          <span className="toast-text">{text}</span>
          {action && (
            <Button
              size="small"
              onClick={() => {
                action.run();
                toasts.dispatch({ remove: id });
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton label="Dismiss" size="small" onClick={() => toasts.dispatch({ remove: id })}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </section>
  );
}
