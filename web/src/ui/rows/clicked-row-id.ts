import type { MouseEvent } from "react";

/** Returns the `data-id` of the row that was clicked. */
export function clickedRowId({ target }: MouseEvent): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-id]")?.dataset.id : undefined;
}
