import type { HeaderBlock } from "./header-block.ts";

/** A part of a source: offsets of its first byte and after its last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a source up to the end of its header is, without the fields of these names (lower case). */
export function rangesWithout(block: HeaderBlock, keys: readonly string[]): Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const { key, start, end } of block.fields) {
    if (!keys.includes(key)) continue;
    ranges.push({ start: at, end: start });
    at = end;
  }
  return [...ranges, { start: at, end: block.end }];
}

/** The same as bytes; every other byte stays. */
export function removeFields(raw: Buffer, block: HeaderBlock, keys: readonly string[]): Buffer[] {
  return rangesWithout(block, keys).map(({ start, end }) => raw.subarray(start, end));
}
