/** Gives the list the focus, so that its cursor is seen. It stays where it is scrolled to. */
export function focusList(): void {
  document.querySelector<HTMLElement>("[data-testid=message-list]")?.focus({ preventScroll: true });
}
