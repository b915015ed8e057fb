/** The element that scrolls the messages. */
const findList = () => document.querySelector<HTMLElement>("[data-testid=message-list]");

/** Focuses the list, so that its cursor is visible. Does not scroll. */
export function focusList(): void {
  findList()?.focus({ preventScroll: true });
}

/** Returns how many rows the list shows at once, at least 1. */
export function countListRows(): number {
  const list = findList();
  const rowHeight = list?.querySelector("[role=option]")?.clientHeight ?? 0;
  return list === null || rowHeight === 0 ? 1 : Math.max(1, Math.floor(list.clientHeight / rowHeight));
}
