/** The rows that a shift-click picked, counted from its anchor. */
export interface PickedRange {
  readonly anchor: string | null;
  readonly ids: readonly string[];
}

/** What is picked when a range is drawn anew from the same anchor: nearer rows let go of those beyond them. */
export function extendPick(
  picked: ReadonlySet<string>,
  before: PickedRange | null,
  { anchor, ids }: PickedRange,
): string[] {
  const previousRange = new Set(before !== null && before.anchor === anchor ? before.ids : []);
  return [...new Set([...[...picked].filter((id) => !previousRange.has(id)), ...ids])];
}
