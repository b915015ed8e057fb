import { describe, expect, it } from "vitest";
import { bareLineEnd, decodeRow, splitAtRanges } from "./row-text.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("a row of the source", () => {
  it("is its text without the line end, with what cannot be seen shown", () => {
    expect(decodeRow(encode("a\0b\r\n"))).toBe("a␀b");
    expect(decodeRow(encode("lone\rCR\n"))).toBe("lone␍CR");
    expect(decodeRow(Uint8Array.of(0x61, 0xff))).toBe("a\uFFFD");
  });

  it("says when it ends in a bare LF", () => {
    expect(bareLineEnd(encode("a\n"))).toBe("LF");
    expect(bareLineEnd(encode("a\r\n"))).toBeNull();
    expect(bareLineEnd(encode("a"))).toBeNull();
  });

  it("is cut where marks begin and end in it", () => {
    const ranges = [
      { start: 0, end: 12 },
      { start: 15, end: 16 },
      { start: 18, end: 40 },
      { start: 50, end: 60 },
    ];
    expect(splitAtRanges(10, 20, ranges)).toEqual([
      { start: 10, end: 12, index: 0 },
      { start: 12, end: 15, index: -1 },
      { start: 15, end: 16, index: 1 },
      { start: 16, end: 18, index: -1 },
      { start: 18, end: 20, index: 2 },
    ]);
    expect(splitAtRanges(5, 9, [])).toEqual([{ start: 5, end: 9, index: -1 }]);
  });
});
