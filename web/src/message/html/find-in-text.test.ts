import { describe, expect, it } from "vitest";
import { findInText, MAX_TEXT_MATCHES } from "./find-in-text.ts";

describe("text", () => {
  it.each([
    ["<P>a</p>", "p", [1, 6]],
    ["a.b a+b", ".", [1]],
    ["Straße STRASSE", "straße", [0]],
    ["x", "", []],
    ["(a) [b] {c} \\d", "{c}", [8]],
  ])("%j has %j at %j", (text, needle, starts) => {
    expect(findInText(text, needle).map(({ start }) => start)).toEqual(starts);
  });

  it("has a limited number of matches", () => {
    expect(findInText("a".repeat(MAX_TEXT_MATCHES + 1), "a")).toHaveLength(MAX_TEXT_MATCHES);
  });
});
