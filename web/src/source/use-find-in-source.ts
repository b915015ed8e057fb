import { useEffect, useState } from "react";
import { findBytes, MAX_MATCHES } from "./find-bytes.ts";
import { runInSlices } from "./load-source.ts";

const SEARCH_SLICE_BYTES = 4_000_000;

export interface SourceMatches {
  readonly text: string;
  /** Offsets of the matches, ascending. */
  readonly offsets: readonly number[];
  /** Length of each match in bytes. */
  readonly length: number;
  /** Whether the whole source has been searched. */
  readonly isComplete: boolean;
}

const NO_MATCHES: SourceMatches = { text: "", offsets: [], length: 0, isComplete: true };

/** Searches a source, ignoring case. Matches in a large source arrive gradually. */
export function useFindInSource(bytes: Uint8Array, text: string): SourceMatches {
  const [matches, setMatches] = useState(NO_MATCHES);
  useEffect(() => {
    if (text === "") return undefined;
    const needle = new TextEncoder().encode(text);
    let wanted = true;
    let offsets: number[] = [];
    void runInSlices(0, bytes.length, SEARCH_SLICE_BYTES, (start, end) => {
      if (!wanted) return false;
      offsets = [...offsets, ...findBytes(bytes, needle, start, end, MAX_MATCHES - offsets.length)];
      const isComplete = end === bytes.length || offsets.length >= MAX_MATCHES;
      setMatches({ text, offsets, length: needle.length, isComplete });
      return !isComplete;
    });
    return () => {
      wanted = false;
    };
  }, [bytes, text]);
  // Matches of another text are outdated.
  if (matches.text === text) return matches;
  return text === "" ? NO_MATCHES : { text, offsets: [], length: 0, isComplete: false };
}

/** Returns the index of the first match at or after an offset. */
export function firstMatchFrom(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
