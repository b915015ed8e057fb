import { useSyncExternalStore } from "react";
import { focusList } from "../../data/focus-list.ts";
import { Button } from "../../ui/Button.tsx";
import { Keyboard } from "../../ui/icons.tsx";

/**
 * Clicking into the preview moves keyboard focus to a scriptless iframe, which forwards no keys. Shows a button that
 * returns the focus. It keeps its space while hidden, so that nothing moves.
 */
export function ReturnFocusButton() {
  const isMailFocused = useSyncExternalStore(watchFocus, isFocusInFrame);
  return (
    <>
      <Button
        size="small"
        className="button focus-in-mail"
        aria-label="Return focus to the list"
        data-shown={isMailFocused ? "" : undefined}
        title="The mail has the keyboard focus. Return it to the list."
        onClick={returnFocusToPage}
        data-testid="return-focus"
      >
        <Keyboard size={14} /> <span>Return focus to the list</span>
      </Button>
      <span className="visually-hidden" role="status">
        {isMailFocused && "The mail has the keyboard focus. Use the button in the row of tabs to return to the list."}
      </span>
    </>
  );
}

const isFocusInFrame = (): boolean => document.activeElement instanceof HTMLIFrameElement;

/** Milliseconds after a focus event of the window when the active element is read: it changes later, on a busy machine much later. */
const DELAYS_MS = [0, 50, 500];

function watchFocus(onChange: () => void): () => void {
  const later = () => {
    for (const delay of DELAYS_MS) setTimeout(onChange, delay);
  };
  const kinds = ["blur", "focus"];
  for (const kind of kinds) addEventListener(kind, later);
  return () => {
    for (const kind of kinds) removeEventListener(kind, later);
  };
}

/** Focuses the list, or the tab if the list is not visible. */
function returnFocusToPage(): void {
  document.querySelector<HTMLElement>("#tab-preview")?.focus();
  focusList();
}
