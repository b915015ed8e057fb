/** The rows selected by a shift-click, starting at its anchor. */
export interface PickedRange {
  readonly anchor: string | null;
  readonly ids: readonly string[];
}

/** Returns the selection when a range is changed from the same anchor: rows outside the new range are deselected. */
export function extendPick(
  picked: ReadonlySet<string>,
  before: PickedRange | null,
  { anchor, ids }: PickedRange,
): string[] {
  const previousRange = new Set(before !== null && before.anchor === anchor ? before.ids : []);
  return [...new Set([...[...picked].filter((id) => !previousRange.has(id)), ...ids])];
}
