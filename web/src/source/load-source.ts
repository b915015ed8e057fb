import { client } from "../app/client.ts";
import { createCache } from "../model/cache.ts";
import { createStore, type Store } from "../model/store.ts";
import { LineIndex } from "./line-index.ts";

/** Bytes that are looked at before the page may breathe again: a few milliseconds' worth. */
const SLICE = 4_000_000;
/** Bytes that are looked at before anything is shown. */
const FIRST_SLICE = 500_000;

/** The raw source of a message: all its bytes at once, its rows as they are found. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly index: LineIndex;
  /** How many rows are known: grows until the whole source has been looked at. */
  readonly rows: Store<number, number>;
}

/** Two at most are kept: a source can be as large as a message may be. */
export const loadSource = createCache(async (id: string): Promise<Source> => {
  const bytes = await client.getRaw({ params: { id } });
  const index = new LineIndex();
  const rows = createStore<number, number>(0, (_, known) => known);
  const scanTo = (end: number) => {
    index.scan(bytes, end, end === bytes.length);
    rows.dispatch(index.rows);
  };
  scanTo(Math.min(FIRST_SLICE, bytes.length));
  void inSlices(index.scanned, bytes.length, SLICE, (_, end) => scanTo(end));
  return { bytes, index, rows };
}, 2);

/** Calls `work` for one slice after another, with a turn of the event loop between; ends early when that says `false`. */
export async function inSlices(
  from: number,
  to: number,
  slice: number,
  // oxlint-disable-next-line typescript/no-invalid-void-type -- most have nothing to say
  work: (start: number, end: number) => boolean | void,
): Promise<void> {
  for (let start = from; start < to; start += slice) {
    await new Promise((resolve) => setTimeout(resolve));
    if (work(start, Math.min(to, start + slice)) === false) return;
  }
}
