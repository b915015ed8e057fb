import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex, ROW_BYTES } from "./line-index.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function indexOf(bytes: Uint8Array, cuts: readonly number[] = []): LineIndex {
  const index = new LineIndex();
  for (const cut of [...new Set(cuts)].filter((one) => one < bytes.length).toSorted((a, b) => a - b)) {
    index.scan(bytes, cut, false);
  }
  index.scan(bytes, bytes.length, true);
  return index;
}

const rowsOf = (index: LineIndex) =>
  Array.from({ length: index.rows }, (_, row) => [index.start(row), index.end(row), index.lineNumber(row)]);

describe("the rows of a source", () => {
  it("are its lines, whatever they end in", () => {
    expect(rowsOf(indexOf(encode("a\r\nbc\n\r\nd")))).toEqual([
      [0, 3, 1],
      [3, 6, 2],
      [6, 8, 3],
      [8, 9, 4],
    ]);
  });

  it("are none for an empty source, and none after the last line end", () => {
    expect(indexOf(encode("")).rows).toBe(0);
    expect(indexOf(encode("a\r\n")).rows).toBe(1);
  });

  it("cut a long line into pieces, of which only the first has a number", () => {
    const index = indexOf(encode(`${"x".repeat(ROW_BYTES * 2 + 5)}\r\nend`));
    expect(rowsOf(index).map(([, , line]) => line)).toEqual([1, null, null, 2]);
    expect(index.lines).toBe(2);
  });

  it("never cut a character of UTF-8 in two", () => {
    const bytes = encode(`a${"€".repeat(300)}`);
    const index = indexOf(bytes);
    for (let row = 0; row < index.rows; row++) {
      expect(new TextDecoder().decode(bytes.subarray(index.start(row), index.end(row)))).not.toContain("\uFFFD");
    }
  });

  it("are the same however the bytes are divided, and contain every byte once", () => {
    const piece = fc.constantFrom("\r\n", "\n", "\r", "abc", "é€", "x".repeat(700));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(3_000), { maxLength: 6 }), (pieces, cuts) => {
        const bytes = encode(pieces.join(""));
        const whole = rowsOf(indexOf(bytes));
        expect(rowsOf(indexOf(bytes, cuts))).toEqual(whole);
        expect(whole.map(([start]) => start)).toEqual([0, ...whole.map(([, end]) => end)].slice(0, whole.length));
        expect(whole.at(-1)?.[1] ?? 0).toBe(bytes.length);
      }),
    );
  });

  it("are found by any of their bytes", () => {
    const index = indexOf(encode("one\r\ntwo\r\nthree"));
    expect([0, 4, 5, 9, 10, 14, 99].map((offset) => index.rowAt(offset))).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });
});
