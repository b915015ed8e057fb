import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { walkHtml } from "./walk-html.ts";

/** What the visitor receives, texts joined. */
function visit(html: string): string[] {
  const seen: string[] = [];
  walkHtml(html, {
    text: (text) => void seen.push(`text ${text}`),
    open: (name, attributes) => void seen.push(`open ${name} ${JSON.stringify(Object.fromEntries(attributes()))}`),
    close: (name) => void seen.push(`close ${name}`),
    style: (css) => void seen.push(`style ${css}`),
    comment: (content) => void seen.push(`comment ${content}`),
  });
  return seen;
}

describe("walkHtml", () => {
  it.each([
    ["<P A=1 a=2 B>", ['open p {"a":"1","b":""}']],
    ["<p a='x &gt; \"y\"'>", ['open p {"a":"x > \\"y\\""}']],
    ["a<!-- b --><!-->c", ["text a", "comment  b ", "comment ", "text c"]],
    ["<style>p > a{}</style x>b", ["open style {}", "style p > a{}", "text b"]],
    ["<script><p></script>b", ["open script {}", "text b"]],
    ["<template>a<template>b</template>c<p></template>d", ["open template {}", "text d"]],
    ["<title>&amp;<p></title>b", ["open title {}", "text b"]],
    ["a<p", ["text a"]],
    ["a</p", ["text a"]],
    ["a <", ["text a ", "text <"]],
    ["</p>", ["close p"]],
    ["<br/>", ["open br {}"]],
    ["<!doctype html><?xml?>a", ["comment ?xml?", "text a"]],
  ])("%s", (html, expected) => {
    expect(visit(html)).toEqual(expected);
  });

  it.each([
    ['<p a="x" b=y>', "b", "y"],
    ["<p a = 'x y'>", "a", "x y"],
    ["a<p a='x&amp;y'>", "a", "x&amp;y"],
    ["<p a>", "a", ""],
    ["<p>", "a", "<p>"],
  ])("reports where %s has the value of %s", (html, attribute, expected) => {
    const ranges: string[] = [];
    walkHtml(html, {
      open(_name, _attributes, place) {
        const { start, end } = place.valueOf(attribute);
        ranges.push(html.slice(start, end));
        expect(html.slice(place.start, place.end)).toMatch(/^<p.*>$/);
      },
    });
    expect(ranges).toEqual([expected]);
  });

  it("reports where texts, styles, comments and the doctype begin", () => {
    const html = "<!doctype html>a&amp;b<style>c</style><!--d-->";
    const found: string[] = [];
    const add = (text: string, start: number) => void found.push(`${start} ${text}`);
    walkHtml(html, { text: add, style: add, comment: add, declaration: add });
    expect(found).toEqual(["2 doctype html", "15 a", "20 &", "21 b", "29 c", "42 d"]);
  });

  it("does not depend on where the HTML is cut into chunks", () => {
    const pieces = [
      "<p a=",
      '"x&amp;y"',
      "&copy=",
      "&#38;",
      "<!--",
      "-->",
      "<style>",
      "</style>",
      "x",
      ">",
      "<b>",
      " ",
    ];
    // A text may arrive in several calls.
    const joinTexts = (seen: string[]) => seen.join("|").replaceAll("|text ", "").replaceAll("|style ", "");
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 30 }),
        fc.integer({ min: 3_900, max: 4_096 }),
        (parts, start) => {
          const html = parts.join("");
          const before = "-".repeat(start);
          expect(joinTexts(visit(`${before}<i>${html}`))).toBe(`text ${before}|${joinTexts(visit(`<i>${html}`))}`);
        },
      ),
    );
  });

  it("ends early if `isDone` returns true", () => {
    let letters = 0;
    walkHtml("a".repeat(100_000), { text: (text) => void (letters += text.length) }, () => letters >= 1_000);
    expect(letters).toBeLessThan(20_000);
  });

  it.each(["<", "<a ", '<a b="', "<!--", "<script>", "<template>", "&", "&#", "</", "<p a"])(
    "a megabyte of %j is read in one go",
    { timeout: 30_000 },
    (piece) => {
      expect(() => visit(piece.repeat((1024 * 1024) / piece.length))).not.toThrow();
    },
  );
});
