import fc from "fast-check";
import { expect, test } from "vitest";
import { sanitizeCss } from "./sanitize-css.ts";

const closed = (css: string) => {
  const asked: string[] = [];
  const tamed = sanitizeCss(css, (reference) => void asked.push(reference));
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
  // In `u/**/rl(http://e/x)` there is no reference.
  expect(tamed.replace(/u\/\*\*\/rl\(.*?\)/, "")).not.toContain("http");
});

test("an image set keeps its types, and is loaded when that is allowed", () => {
  const css = 'p{background:image-set("http://e/x.avif" type("image/avif"), url("http://e/x.png") 1x)}';
  expect(sanitizeCss(css, (reference) => reference)).toBe(css);
});

test("a semicolon in a web font's URL does not end its import, which is resolved once", () => {
  const font = "https://fonts.example/css2?family=Roboto:wght@400;700&display=swap";
  const css = `@import url('${font}') screen;p{color:red}`;
  expect(closed(css)).toEqual({ tamed: '@-blocked url("") screen;p{color:red}', asked: [font] });
  expect(sanitizeCss(css, (reference) => reference)).toBe(`@import url("${font}") screen;p{color:red}`);
  const conditions = "@import url(x.css) supports(background: url(http://e/x));";
  expect(sanitizeCss(conditions, (reference) => (reference === "x.css" ? reference : undefined))).not.toContain("http");
  expect(closed(`@import "${font}";p{color:red}`)).toEqual({ tamed: '@-blocked "";p{color:red}', asked: [font] });
});

test("rules without references stay as they are", () => {
  const css = String.raw`@media (width > 1px){a::before{content:"“"}.sm\:p-1/**/.b{color:#fff}}`;
  expect(closed(css)).toEqual({ tamed: css, asked: [] });
});

test.each([
  ["an import", `a{content:'@import "data:image/png,x'; background:url(http://e/p)}`],
  ["a url", `a{content:'url("data:image/x'; background:url(http://e/p)}`],
  ["a comment", `a{content:"/*"; background:url(http://e/p); content:"*/"}`],
  ["the end of a string", `a{content:"\\"; b:url(x"; background:url(http://e/p)}`],
])("%s within a string hides no reference behind it", (_, css) => {
  const { tamed, asked } = closed(css);
  expect(asked).toEqual(["http://e/p"]);
  expect(tamed).toContain("background:url()");
  const open = sanitizeCss(css, (reference) => (reference.startsWith("data:") ? reference : undefined));
  expect(open).toContain("background:url()");
});

test.each(["var(--x)", "var(--y, 'http://e/x')", "--f()", "attr(title type(*))", "env(x, 'http://e/x')"])(
  "%s in an image set brings no reference that nobody was asked about",
  (stranger) => {
    const { tamed } = closed(`p{--x:"http://e/x";background:image-set(${stranger} 1x)}`);
    expect(tamed).toContain("image-set(-blocked(");
  },
);

test("imports without an end, however many, are each asked about", () => {
  const { asked } = closed('@import"data:image/"'.repeat(45_000));
  expect(asked).toHaveLength(45_000);
});

// Under a limit that only time by the square of it exceeds: ten minutes for the first.
test.each(["\\", "\\\n", '"\n'])("a megabyte of %j is read in one go", { timeout: 30_000 }, (piece) => {
  expect(closed(`${piece.repeat((1024 * 1024) / piece.length)}x`).asked).toEqual([]);
});

test("what a sheet leaves open ends with it", () => {
  expect(closed("@media (width > 1px){p{color:rgb(1,2").tamed).toBe("@media (width > 1px){p{color:rgb(1,2)}}");
  expect(closed('p{content:"x').tamed).toBe('p{content:"x"}');
  expect(closed("p{color:red\\").tamed).toBe("p{color:red}");
});

const PIECES =
  "< / ! \\3c style> <!-- --> url( src( ( ) ' \" /* */ image-set( x @import \\ ; { } [ ] u\\72l( http://e/x data:image/x var( type( --y:"
    .split(" ")
    .concat(" ", "\n", "\\3c ");

test("any sanitised style sheet loads only allowed URLs", () => {
  const allow = (reference: string) => (reference.startsWith("data:image/") ? reference : undefined);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => {
      const asked: string[] = [];
      sanitizeCss(sanitizeCss(pieces.join(""), allow), (reference) => void asked.push(reference));
      expect(asked.filter((reference) => reference !== "" && allow(reference) === undefined)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("no style sheet can close its surrounding element", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES)), (pieces) => {
      expect(sanitizeCss(pieces.join(""), (reference) => reference)).not.toMatch(/<[/!]/);
    }),
  );
});
