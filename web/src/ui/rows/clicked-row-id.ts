import type { MouseEvent } from "react";

/** The `data-id` of the row that a list was clicked on. */
export function clickedRowId({ target }: MouseEvent): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-id]")?.dataset.id : undefined;
}
