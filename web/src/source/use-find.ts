import { useEffect, useState } from "react";
import { findBytes, MOST_FOUND } from "./find-bytes.ts";
import { inSlices } from "./load-source.ts";

const SLICE = 4_000_000;

export interface Found {
  readonly text: string;
  /** Offsets, ascending. */
  readonly at: readonly number[];
  /** Bytes that each stands on. */
  readonly length: number;
  /** The whole source has been searched. */
  readonly done: boolean;
}

const NOTHING: Found = { text: "", at: [], length: 0, done: true };

/** Where a text stands in a source, in either case; known bit by bit for a large one. */
export function useFind(bytes: Uint8Array, text: string): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (text === "") return undefined;
    const needle = new TextEncoder().encode(text);
    let wanted = true;
    let at: number[] = [];
    void inSlices(0, bytes.length, SLICE, (start, end) => {
      if (!wanted) return false;
      at = [...at, ...findBytes(bytes, needle, start, end, MOST_FOUND - at.length)];
      const done = end === bytes.length || at.length >= MOST_FOUND;
      setFound({ text, at, length: needle.length, done });
      return !done;
    });
    return () => {
      wanted = false;
    };
  }, [bytes, text]);
  // What is known of another text is no answer to this one.
  if (found.text === text) return found;
  return text === "" ? NOTHING : { text, at: [], length: 0, done: false };
}

/** Index of the first match at or after an offset. */
export function firstFrom(at: readonly number[], offset: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
