import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./Button.tsx";
import { X } from "./icons.tsx";
import "./dialog.css";

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Hides the title bar, except for screen readers. */
  bare?: boolean;
  /** For forms and code. */
  wide?: boolean;
  children: ReactNode;
}

/** The browser's modal dialog: it traps and restores the focus, closes on Esc, and is above everything. */
export function Dialog({ open, title, onClose, bare = false, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before the effects of the children, which may move the focus.
  useLayoutEffect(() => {
    if (open) dialog.current?.showModal();
    else if (dialog.current) closeDialog(dialog.current);
  }, [open]);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-bare={bare ? "" : undefined}
      data-wide={wide ? "" : undefined}
      aria-labelledby={heading}
      onClose={() => {
        // The event is asynchronous: the dialog may have been opened again, or closed from here.
        if (open && !dialog.current?.open) onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        // Only a click outside the content has the dialog itself as its target.
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

/**
 * QUIRK: until the next frame the browser leaves the focus in a dialog that it has closed; keys pressed until then
 * would be lost.
 */
function closeDialog(dialog: HTMLDialogElement): void {
  dialog.close();
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && dialog.contains(activeElement)) activeElement.blur();
}
