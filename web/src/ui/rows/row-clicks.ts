import type { MouseEvent } from "react";

/** Returns the `data-id` of the row that was clicked. */
export function clickedRowId({ target }: MouseEvent): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-id]")?.dataset.id : undefined;
}

/**
 * Moves the focus from the row that was clicked to its list, which handles the keys. A focused row would look current
 * after the cursor has left it.
 */
export function focusListOf({ currentTarget }: MouseEvent): void {
  if (currentTarget instanceof HTMLElement) currentTarget.focus({ preventScroll: true });
}
