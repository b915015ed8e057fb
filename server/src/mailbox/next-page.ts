export interface Numbered {
  readonly seq: number;
}

/**
 * The `seq` from which the next page continues; null at the end.
 *
 * @param there how many there are from the first of the page on, as far as that is known
 */
export function nextOf(items: readonly Numbered[], there: number): number | null {
  return there > items.length ? (items.at(-1)?.seq ?? null) : null;
}
