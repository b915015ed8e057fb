import { useSyncExternalStore } from "react";
import { focusList } from "../data/focus-list.ts";
import { Button } from "../ui/Button.tsx";
import { Keyboard } from "../ui/icons.tsx";

/**
 * Whoever clicks into the mail, to pick words of it, gives it the keyboard too, and a frame without scripts passes no key on:
 * says so, and has it back. It keeps its place in the bar while it is not seen, so that nothing moves.
 */
export function ReturnFocusButton() {
  const isMailFocused = useSyncExternalStore(watchFocus, isFocusInFrame);
  return (
    <>
      <Button
        size="small"
        className="button keys-in-mail is-end"
        aria-label="Take the keys back"
        data-shown={isMailFocused ? "" : undefined}
        title="Keys go to the mail, where you clicked: have them back for the list"
        onClick={returnFocusToPage}
        data-testid="take-keys-back"
      >
        <Keyboard size={14} /> <span>Take the keys back</span>
      </Button>
      <span className="visually-hidden" role="status">
        {isMailFocused && "Keys go to the mail now. Take the keys back with the button above it."}
      </span>
    </>
  );
}

const isFocusInFrame = (): boolean => document.activeElement instanceof HTMLIFrameElement;

/** A window is told that it has the focus before the element in it has. */
function watchFocus(onChange: () => void): () => void {
  const later = () => setTimeout(onChange);
  const kinds = ["blur", "focus"];
  for (const kind of kinds) addEventListener(kind, later);
  return () => {
    for (const kind of kinds) removeEventListener(kind, later);
  };
}

/** To the list, or to the tab of the room where the list is not on the screen. */
function returnFocusToPage(): void {
  document.querySelector<HTMLElement>("#tab-preview")?.focus();
  focusList();
}
