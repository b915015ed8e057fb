import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkify, splitIntoBlocks } from "./linkify.ts";

describe("plain text", () => {
  it("has live links, without what ends the sentence", () => {
    expect(linkify("See https://a.example/x?y=1. Or (http://b.example/), or jo@example.com!")).toEqual([
      { text: "See " },
      { text: "https://a.example/x?y=1", href: "https://a.example/x?y=1" },
      { text: ". Or (" },
      { text: "http://b.example/", href: "http://b.example/" },
      { text: "), or " },
      { text: "jo@example.com", href: "mailto:jo@example.com" },
      { text: "!" },
    ]);
  });

  it("has links with brackets of their own", () => {
    const href = "https://en.wikipedia.org/wiki/Foo_(bar)";
    expect(linkify(`(see ${href}).`)).toEqual([{ text: "(see " }, { text: href, href }, { text: ")." }]);
    expect(linkify("http://) is none")).toEqual([{ text: "http://) is none" }]);
  });

  it("never links to what a page could run", () => {
    const hostile = "javascript:alert(1) data:text/html,x vbscript:x file:///etc/passwd";
    expect(linkify(hostile).every((piece) => piece.href === undefined)).toBe(true);
  });

  it("is read in one go, however much of it might begin an address", () => {
    for (const piece of ["a.", "a@", "http:/", "a-b+"]) {
      expect(linkify(piece.repeat(200_000))).toEqual([{ text: piece.repeat(200_000) }]);
    }
  });

  it("has no link to a local part that is longer than one may be", () => {
    expect(linkify(`${"a".repeat(65)}@b.example`)).toHaveLength(1);
    expect(linkify(`x ${"a".repeat(64)}@b.example`)).toHaveLength(2);
  });

  it("loses no character to its links, nor to its blocks but the line ends between them", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "http://x", ".", "@", " ") }), (text) => {
        expect(
          linkify(text)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
        expect(splitIntoBlocks(text, 2).join("\n")).toBe(text);
      }),
    );
  });
});
