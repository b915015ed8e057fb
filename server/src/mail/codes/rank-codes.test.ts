import fc from "fast-check";
import { expect, it } from "vitest";
import { readLines } from "./code-lines.ts";
import { findLoneCodes, rankNamedCodes } from "./rank-codes.ts";

const PIECES =
  "code |1 |1-|1-1-1x |code 482913 |482913\n|验证码482913|ABCD |1\n|a@|http://|verification |code: \n482913 |order 482913 code |% off\n".split(
    "|",
  );

// Only quadratic time exceeds this limit.
it.each(PIECES)("a megabyte of %j is read in one go", { timeout: 60_000 }, (piece) => {
  const lines = readLines(piece.repeat((1024 * 1024) / piece.length));
  expect(rankNamedCodes(lines).length + findLoneCodes(lines).length).toBeLessThan(50);
});

it("in any text, a code consists of its letters and digits, and is listed once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES, "Your code is ", "KX7-P2Q", "：", "\n", " "), { maxLength: 30 }),
      (parts) => {
        const lines = readLines(parts.join(""));
        const values = rankNamedCodes(lines).map(({ value }) => value);
        expect(new Set(values).size).toBe(values.length);
        const letters = lines
          .map(({ text }) => text)
          .join("")
          .replace(/[^A-Za-z0-9]/g, "");
        for (const value of values) expect(letters).toContain(value.replaceAll("-", ""));
      },
    ),
  );
});
