import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowAtOffset, splitRows } from "./split-rows.ts";

const show = (text: string, maxLength: number) =>
  splitRows(text, maxLength).map(({ start, end, line }) => `${line ?? "+"} ${text.slice(start, end)}`);

describe("rows of code", () => {
  it.each([
    ["", ["1 "]],
    ["a", ["1 a"]],
    ["a\nb\r\nc\rd", ["1 a", "2 b", "3 c", "4 d"]],
    ["a\n\nb\n", ["1 a", "2 ", "3 b"]],
    ["abcdefg\nh", ["1 abc", "+ def", "+ g", "2 h"]],
    ["abc\n", ["1 abc"]],
  ])("of %j are %j", (text, rows) => {
    expect(show(text, 3)).toEqual(rows);
  });

  it.each([
    ["one two three four", ["1 one two ", "+ three ", "+ four"]],
    ["<p>a</p><b>long</b>", ["1 <p>a</p>", "+ <b>long", "+ </b>"]],
    // Only near the end of a row: the rows stay long.
    ["a abcdefghijklmno", ["1 a abcdefg", "+ hijklmno"]],
    ["margin:0;padding:0", ["1 margin:0;", "+ padding:0"]],
  ])("of %j end at a blank, a tag or a declaration", (text, rows) => {
    const max = text.startsWith("margin") ? 12 : 9;
    expect(show(text, max)).toEqual(rows);
  });

  it("cover the text in order, and are found by offset", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "bb", "\n", "\r\n", "<p>")),
        fc.integer({ min: 1, max: 9 }),
        (words, max) => {
          const text = words.join("");
          const rows = splitRows(text, max);
          expect(rows.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text.replaceAll(/[\r\n]/g, ""));
          for (const [at, { start, end }] of rows.entries()) {
            for (let offset = start; offset < end; offset += 1) expect(rowAtOffset(rows, offset)).toBe(at);
          }
        },
      ),
    );
  });
});
