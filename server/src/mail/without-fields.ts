import type { HeaderBlock } from "./header-block.ts";

/** A source up to the end of its header, without the fields of these names (lower case); every other byte stays. */
export function withoutFields(raw: Buffer, block: HeaderBlock, keys: readonly string[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { key, start, end } of block.fields) {
    if (!keys.includes(key)) continue;
    pieces.push(raw.subarray(at, start));
    at = end;
  }
  return [...pieces, raw.subarray(at, block.end)];
}
