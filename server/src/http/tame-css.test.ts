import fc from "fast-check";
import { expect, test } from "vitest";
import { tameCss } from "./tame-css.ts";

const closed = (css: string) => {
  const asked: string[] = [];
  const tamed = tameCss(css, (reference) => void asked.push(reference));
  return { tamed, asked };
};

test.each([
  ["a string", 'p{background:url("http://e/x")}'],
  ["no quotes", "p{background:url(  http://e/x )}"],
  ["no end", "p{background:url(http://e/x"],
  ["a string without an end", "p{background:url('http://e/x"],
  ["letters escaped by number", "p{background:u\\72l(http://e/x)}"],
  ["letters escaped by six digits and a blank", "p{background:\\000075 rl(http://e/x)}"],
  ["letters escaped as they are", "p{background:\\url(http://e/x)}"],
  ["an image set of strings", 'p{background:image-set("http://e/x" 1x)}'],
  ["an image set of its maker", "p{background:-webkit-image-set(url(http://e/x) 1x)}"],
  ["an import", '@import "http://e/x";p{}'],
  ["an import without a blank", '@import"http://e/x";'],
  ["an import after a comment", "@import/**/url(http://e/x);"],
  ["an import with a semicolon", "@import url('http://e/x');p{background:url(http://e/x)}"],
  ["an import with an escaped letter", '@\\69mport "http://e/x";'],
  ["a comment in a name", "p{background:u/**/rl(http://e/x)}p{background:url(http://e/x)}"],
])("a reference as %s is seen, and taken out", (_, css) => {
  const { tamed, asked } = closed(css);
  expect(asked).toContain("http://e/x");
  expect(tamed.replace(/u rl\(.*?\)/, "")).not.toContain("http");
});

test("an image set keeps its types, and is loaded when that is allowed", () => {
  const css = 'p{background:image-set("http://e/x.avif" type("image/avif"), url("http://e/x.png") 1x)}';
  expect(tameCss(css, (reference) => reference)).toBe(
    'p{background:image-set(url("http://e/x.avif") type("image/avif"), url("http://e/x.png") 1x)}',
  );
});

test("a semicolon in a web font's address does not end its import, which is asked about once", () => {
  const font = "https://fonts.example/css2?family=Roboto:wght@400;700&display=swap";
  const css = `@import url('${font}') screen;p{color:red}`;
  expect(closed(css)).toEqual({ tamed: "p{color:red}", asked: [font] });
  expect(tameCss(css, (reference) => reference)).toBe(`@import url("${font}") screen;p{color:red}`);
  const conditions = "@import url(x.css) supports(background: url(http://e/x));";
  expect(tameCss(conditions, (reference) => (reference === "x.css" ? reference : undefined))).not.toContain("http");
  expect(closed(`@import "${font}";p{color:red}`)).toEqual({ tamed: "p{color:red}", asked: [font] });
});

test("rules without references stay as they are", () => {
  const css = String.raw`@media (width > 1px){a::before{content:"\201C \31 2"}.sm\:p-1{color:#fff}}`;
  expect(closed(css)).toEqual({ tamed: css, asked: [] });
});

test("whatever the sheet, nothing in it closes the element that it stands in", () => {
  const piece = fc.constantFrom(
    "<",
    "/",
    "\\3c ",
    "style>",
    "<!--",
    "url(",
    ")",
    "'",
    '"',
    "/*",
    "*/",
    "image-set(",
    "x",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(tameCss(pieces.join(""), (reference) => reference)).not.toMatch(/<[/!]/);
    }),
  );
});
