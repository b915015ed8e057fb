import type { HeaderBlock } from "./header-block.ts";

/** A byte range of a source; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Returns the ranges of a header that remain without the fields of these names (lower case). */
function rangesWithout(block: HeaderBlock, keys: readonly string[]): Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const { key, start, end } of block.fields) {
    if (!keys.includes(key)) continue;
    ranges.push({ start: at, end: start });
    at = end;
  }
  return [...ranges, { start: at, end: block.end }];
}

/** Returns a header without the fields of these names (lower case), in chunks. All other bytes are unchanged. */
export function removeFields(raw: Buffer, block: HeaderBlock, keys: readonly string[]): Buffer[] {
  return rangesWithout(block, keys).map(({ start, end }) => raw.subarray(start, end));
}
