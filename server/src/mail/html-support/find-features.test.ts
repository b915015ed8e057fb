import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findFeatures } from "./find-features.ts";

/** The slugs of the features, without those that each element has. */
function slugs(html: string): string[] {
  return findFeatures(html).uses.map(({ feature }) => feature.slug);
}

describe("HTML", () => {
  it.each([
    ["<!DOCTYPE html>", ["html-doctype"]],
    ['<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', []],
    ["<VIDEO>", ["html-video"]],
    ["<h3>", ["html-h1-h6"]],
    ["<section>", ["html-semantics"]],
    ['<input type="Submit">', ["html-input-submit"]],
    ["<button type=submit>", ["html-button-submit"]],
    ['<i aria-label="x" lang=en>', ["html-aria-label", "html-lang"]],
    ["<!-- a -->", ["html-comments"]],
    ["<!--[if mso]><video style='display:flex'></video><![endif]-->", ["html-comments"]],
    ["<![if !mso]><video><![endif]>", ["html-video"]],
    ["<script><video></script>", []],
    ["<a href='#top'>", ["html-anchor-links"]],
    ["<a href='#'>", []],
    ["<a href='MAILTO:a@b'>", ["html-mailto-links"]],
    ['<meta name="color-scheme" content="light dark">', ["html-meta-color-scheme"]],
    ["<img src='a.WEBP?x=1.png'>", ["html-img", "image-webp"]],
    ["<img src=' data:image/gif;base64,AAAA'>", ["html-img", "image-base64", "image-gif"]],
    ["<img srcset='a.avif 1x, b.webp 2x'>", ["html-img", "html-srcset", "image-avif", "image-webp"]],
    ["<i style='color:red; DISPLAY : Flex'>", ["css-display", "css-display-flex"]],
    ["<i style='width:calc(1em + 2vh)'>", ["css-width", "css-unit-calc", "css-unit-em", "css-unit-vh"]],
    ["<i style='background:url(a.webp)'>", ["css-background", "image-webp"]],
    ["<i style='background:url(&quot;a.webp&quot;)'>", ["css-background", "image-webp"]],
    ["<i style=\"content:'display:flex; gap:1px'\">", []],
    ["<i style='/* gap:1px */'>", ["css-comments"]],
  ])("%s", (html, expected) => {
    expect(slugs(html)).toEqual(expected);
  });
});

describe("style sheets", () => {
  it.each([
    ["p{gap:1px}", ["css-gap", "css-selector-type", "css-unit-px"]],
    [".a.b{}", ["css-selector-chaining", "css-selector-class"]],
    [".a .b{}", ["css-selector-class", "css-selector-descendant"]],
    [".a > .b , #c{}", ["css-selector-child", "css-selector-class", "css-selector-grouping", "css-selector-id"]],
    ["a + b ~ i{}", ["css-selector-adjacent-sibling", "css-selector-general-sibling", "css-selector-type"]],
    ["[data-x='a b']{}", ["css-selector-attribute"]],
    ["*{}", ["css-selector-universal"]],
    [".a:hover::before{}", ["css-pseudo-class-hover", "css-pseudo-element-before", "css-selector-class"]],
    [".a:nth-child(2n + 1){}", ["css-pseudo-class-nth-child", "css-selector-class"]],
    [".a:not(.b .c){}", ["css-pseudo-class-not", "css-selector-class", "css-selector-descendant"]],
    ["@import url(a.css);", ["css-at-import"]],
    ["@font-face{font-family:x;src:url(x.woff)}", ["css-at-font-face"]],
    ["@media (max-width:9px){.a{gap:0}}", ["css-at-media", "css-gap", "css-selector-class"]],
    ["@media (-webkit-min-device-pixel-ratio:2){}", ["css-at-media", "css-at-media-device-pixel-ratio"]],
    ["@keyframes k{from{opacity:0}50%{opacity:1}}", ["css-at-keyframes", "css-opacity"]],
    [
      "@supports (display:grid){.a{display:grid}}",
      ["css-at-supports", "css-display", "css-display-grid", "css-selector-class"],
    ],
    [".a{color:red!important}", ["css-important", "css-selector-class"]],
    [".a{--x:{gap:1px};opacity:var(--x)}", ["css-opacity", "css-selector-class", "css-unit-px", "css-variables"]],
    [".a{.b{opacity:1}}", ["css-nesting", "css-opacity", "css-selector-class"]],
    [".a{&:hover{opacity:1}}", ["css-nesting", "css-opacity", "css-pseudo-class-hover", "css-selector-class"]],
    ["<!-- .a{opacity:1} -->", ["css-opacity", "css-selector-class"]],
    [".a{;;opacity:1;}}.b{gap:0", ["css-gap", "css-opacity", "css-selector-class"]],
    [".a{broken opacity:1; gap:0}", ["css-gap", "css-selector-class"]],
    [".a{background:url(x;y);gap:0}", ["css-background", "css-gap", "css-selector-class"]],
  ])("%s", (css, expected) => {
    expect(
      slugs(`<style>${css}</style>`)
        .filter((slug) => slug !== "html-style")
        .toSorted(),
    ).toEqual(expected);
  });
});

test("counts uses, and keeps where the first are", () => {
  const html = `${"<u style='gap:0'></u>".repeat(150)}<style>.a{gap:0}</style>`;
  const gap = findFeatures(html).uses.find(({ feature }) => feature.slug === "css-gap");
  expect(gap?.count).toBe(151);
  expect(gap?.ranges).toHaveLength(100);
  expect(gap?.ranges.map(({ start, end }) => html.slice(start, end))).toEqual(Array(100).fill("gap:0"));
  const sheet = findFeatures(html).uses.find(({ feature }) => feature.slug === "css-selector-class")?.ranges[0];
  expect(html.slice(sheet?.start, sheet?.end)).toBe(".a");
});

test("a part that a URL refers to has the format of its type", () => {
  const found = findFeatures('<img src="cid:a">', (url) => (url === "cid:a" ? "image/webp" : undefined));
  expect(found.uses.map(({ feature }) => feature.slug)).toEqual(["html-img", "image-webp"]);
});

test("every range lies within the HTML, whatever it contains", () => {
  const piece = fc.constantFrom(
    "<p style='",
    "'",
    '"',
    ">",
    "<style>",
    "</style>",
    "a{",
    "}",
    ";",
    "gap:0",
    "@media",
    "(",
    ")",
    "/*",
    "*/",
    "&quot;",
    "<!--",
    "-->",
    "\\",
    ".a",
    " ",
    "<img src=a.gif ",
    "--x:",
    "{",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = pieces.join("");
      for (const { start, end } of findFeatures(html).uses.flatMap(({ ranges }) => ranges)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(html.length);
      }
    }),
  );
});

// Each takes 50 to 300 ms; a quadratic reader would take minutes.
test.each(["{};}", "a{b:c;", "}a{", ":not(", "a{b{", "@a{", "--x:{", "\\\n", "[a=", "@x;", "a,", "'\n"])(
  "a style sheet of 200,000 × %j is read in one pass",
  (piece) => {
    expect(findFeatures(`<style>${piece.repeat(200_000)}</style>`).uses.length).toBeGreaterThan(0);
  },
);
