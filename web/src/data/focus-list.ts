/** Focuses the list, so that its cursor is visible. Does not scroll. */
export function focusList(): void {
  document.querySelector<HTMLElement>("[data-testid=message-list]")?.focus({ preventScroll: true });
}
