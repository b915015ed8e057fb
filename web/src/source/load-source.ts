import { client } from "../data/client.ts";
import { createPromiseCache } from "../data/promise-cache.ts";
import { createStore, type Store } from "../data/store.ts";
import { LineIndex } from "./line-index.ts";

/** Bytes scanned before the event loop gets a turn: a few milliseconds of work. */
const SCAN_SLICE_BYTES = 4_000_000;
/** Bytes scanned before anything is shown. */
const FIRST_SLICE_BYTES = 500_000;

/** The raw source of a message: all its bytes, and its rows as they are found. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly index: LineIndex;
  /** Number of known rows; grows until the whole source has been scanned. */
  readonly rows: Store<number, number>;
}

/** At most two are cached, because a source can be large. */
export const loadSource = createPromiseCache(async (id: string): Promise<Source> => {
  const bytes = await client.getRaw({ params: { id } });
  const index = new LineIndex();
  const rows = createStore<number, number>(0, (_, known) => known);
  const scanTo = (end: number) => {
    index.scan(bytes, end, end === bytes.length);
    rows.dispatch(index.rows);
  };
  scanTo(Math.min(FIRST_SLICE_BYTES, bytes.length));
  void runInSlices(index.scanned, bytes.length, SCAN_SLICE_BYTES, (_, end) => scanTo(end));
  return { bytes, index, rows };
}, 2);

/** Calls `work` for each slice, with a turn of the event loop in between. Stops if it returns `false`. */
export async function runInSlices(
  from: number,
  to: number,
  slice: number,
  // oxlint-disable-next-line typescript/no-invalid-void-type -- most return nothing
  work: (start: number, end: number) => boolean | void,
): Promise<void> {
  for (let start = from; start < to; start += slice) {
    await new Promise((resolve) => setTimeout(resolve));
    if (work(start, Math.min(to, start + slice)) === false) return;
  }
}
