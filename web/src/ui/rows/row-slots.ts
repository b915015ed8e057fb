/**
 * Decides which element of a virtual list shows which row. Theory of operation:
 *
 * - An element costs much more to move or to create than to fill with another row, because the browser builds its layout
 *   again. React moves all elements but one if the last one becomes the first, as when scrolling up by a row.
 * - While the list moves, the elements therefore stay where they are in the document, and those of rows that have left the
 *   window are filled with rows that have entered it. Their places on the screen are set by their styles.
 * - When the list rests, the order in the document is that on the screen, which screen readers and tests read.
 *   Elements that are out of order are moved down or replaced, and no others.
 */

/** An element, and the row that it shows. */
export interface RowSlot {
  readonly key: number;
  /** Increases from top to bottom; the same for a row whatever is added above. */
  readonly row: number;
}

/** The rows to show: from `first` up to, but not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Returns the elements for these rows, in the order of the document. */
export type AssignRowSlots = (range: RowRange, isMoving: boolean) => readonly RowSlot[];

/**
 * Returns a function that remembers its last assignment. React may call it for a render that it discards: any assignment
 * is a valid start for the next one.
 */
export function createRowSlots(): AssignRowSlots {
  let slots: readonly RowSlot[] = [];
  let lastKey = 0;
  const createSlot = (row: number): RowSlot => ({ key: ++lastKey, row });
  return (range, isMoving) => {
    slots = isMoving ? refill(slots, range, createSlot) : sort(slots, range, createSlot);
    return slots;
  };
}

type CreateSlot = (row: number) => RowSlot;

const isIn = ({ first, end }: RowRange, { row }: RowSlot): boolean => row >= first && row < end;

/**
 * Whether the row is the one above the range, or below. Its element is kept, because the number of visible rows changes by
 * one as rows are scrolled out in part.
 */
const isNextTo = ({ first, end }: RowRange, { row }: RowSlot): boolean => row === first - 1 || row === end;

/** Fills the elements of rows outside the range with the rows that are missing. */
function refill(slots: readonly RowSlot[], range: RowRange, createSlot: CreateSlot): readonly RowSlot[] {
  const shown = new Set(slots.map(({ row }) => row));
  const missing = rowsOf(range).filter((row) => !shown.has(row));
  const filled = slots.flatMap((slot) => {
    if (isIn(range, slot)) return slot;
    const row = missing.shift();
    if (row !== undefined) return { key: slot.key, row };
    return isNextTo(range, slot) ? slot : [];
  });
  const top = filled[0]?.row ?? Number.POSITIVE_INFINITY;
  const isAbove = (row: number) => row < top;
  return [
    ...missing.filter(isAbove).map(createSlot),
    ...filled,
    ...missing.filter((row) => !isAbove(row)).map(createSlot),
  ];
}

/** Returns elements in the order of the rows, with as many as possible of those that need not be moved. */
function sort(slots: readonly RowSlot[], range: RowRange, createSlot: CreateSlot): readonly RowSlot[] {
  const rows = rowsOf(range);
  const kept = longestRun(slots.filter((slot) => isIn(range, slot)));
  // Another list: its rows take the elements in turn.
  if (kept.length === 0) return rows.map((row, at) => ({ ...(slots[at] ?? createSlot(row)), row }));
  // React moves what comes after them without moving anything else.
  const bottom = kept.at(-1)?.row ?? range.end;
  const slotOf = new Map([...kept, ...slots.filter(({ row }) => row > bottom)].map((slot) => [slot.row, slot]));
  return rows.map((row) => slotOf.get(row) ?? createSlot(row));
}

function longestRun(slots: readonly RowSlot[]): readonly RowSlot[] {
  let longest: RowSlot[] = [];
  let run: RowSlot[] = [];
  for (const slot of slots) {
    run = slot.row > (run.at(-1)?.row ?? Number.NEGATIVE_INFINITY) ? [...run, slot] : [slot];
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

const rowsOf = ({ first, end }: RowRange): number[] => Array.from({ length: end - first }, (_, at) => first + at);
