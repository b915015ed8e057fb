import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./Button.tsx";
import { X } from "./icons.tsx";
import "./dialog.css";

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Without the bar that says the title, which screen readers are still told. */
  bare?: boolean;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus in, gives it back, closes on Esc and stands above everything. */
export function Dialog({ open, title, onClose, bare = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the effects of what is inside, which may put the focus where they want it.
  useLayoutEffect(() => {
    if (open) dialog.current?.showModal();
    else if (dialog.current) closeDialog(dialog.current);
  }, [open]);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-bare={bare ? "" : undefined}
      aria-labelledby={heading}
      onClose={() => {
        // The event comes late: by then this may be open again, or have been closed from here.
        if (open && !dialog.current?.open) onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        // Only what lies outside of the content is the dialog itself.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-content">
        <header className={bare ? "visually-hidden" : "dialog-head"}>
          <h2 id={heading}>{title}</h2>
          {!bare && (
            <IconButton label="Close" size="small" onClick={onClose}>
              <X size={14} />
            </IconButton>
          )}
        </header>
        {open && children}
      </div>
    </dialog>
  );
}

/** QUIRK: the browser leaves the focus in a dialog that it has closed until the next frame: the keys until then would be lost. */
function closeDialog(dialog: HTMLDialogElement): void {
  dialog.close();
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && dialog.contains(activeElement)) activeElement.blur();
}
