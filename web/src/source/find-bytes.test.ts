import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findBytes } from "./find-bytes.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("finding bytes", () => {
  it("finds ASCII letters in either case, and other bytes as they are", () => {
    expect(findBytes(encode("Content-type: CONTENT content"), encode("cOnTent"), 0, 99, 10)).toEqual([0, 14, 22]);
    expect(findBytes(encode("é É"), encode("é"), 0, 99, 10)).toEqual([0]);
    expect(findBytes(encode("@`[{"), encode("`"), 0, 99, 10)).toEqual([1]);
  });

  it("finds a match across the edge of a slice once", () => {
    const bytes = encode("xxneedlexx");
    for (let cut = 0; cut <= bytes.length; cut++) {
      const found = [
        ...findBytes(bytes, encode("needle"), 0, cut, 10),
        ...findBytes(bytes, encode("needle"), cut, bytes.length, 10),
      ];
      expect(found).toEqual([2]);
    }
  });

  it("finds what a string's own search finds", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "B", "b", "\n"), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 3 }), (hay, needle) => {
        const found: number[] = [];
        for (let at = hay.toLowerCase().indexOf(needle); at !== -1; at = hay.toLowerCase().indexOf(needle, at + 1))
          found.push(at);
        expect(findBytes(encode(hay), encode(needle), 0, hay.length, 1_000)).toEqual(found);
      }),
    );
  });

  it("stops at the limit, and finds nothing for an empty needle", () => {
    expect(findBytes(encode("aaaa"), encode("a"), 0, 4, 2)).toEqual([0, 1]);
    expect(findBytes(encode("aaaa"), encode(""), 0, 4, 2)).toEqual([]);
  });
});
