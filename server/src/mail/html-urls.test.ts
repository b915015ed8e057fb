import { describe, expect, it } from "vitest";
import { collectHtmlUrls, replaceCssUrls } from "./html-urls.ts";

describe("the URLs of HTML", () => {
  it.each<[html: string, embedded: readonly string[], linked: readonly string[]]>([
    ['<img src="a.png"><img src=" a.png\n"><a href="/x">', ["a.png"], ["/x"]],
    ['<img srcset="a.png 1x, b.png 2x,">', ["a.png", "b.png"], []],
    ['<td background="a.png"><video poster="b.png">', ["a.png", "b.png"], []],
    ['<map><area href="/x"></map><a name="y">', [], ["/x"]],
    ['<link rel="stylesheet" href="a.css"><link rel="File-List" href="b.xml"><link href="c">', ["a.css"], []],
    [`<p style="background: url( 'a.png' )">`, ["a.png"], []],
    ['<style>p { background: url("a.png") } b { background: URL(b.png) }</style>', ["a.png", "b.png"], []],
    ['<!--[if mso]><img src="a.png"><![endif]--><!-- <img src="b.png"> -->', ["a.png"], []],
  ])("%s", (html, embedded, linked) => {
    expect(collectHtmlUrls(html)).toEqual({ embedded: new Set(embedded), linked: new Set(linked) });
  });
});

describe("the URLs of the tags around some offsets", () => {
  const pieces = [
    '<img src="cid:a@x">',
    "<p>cid:text</p>",
    '<a href="https://other.example/">x</a>',
    `<td background='cid:b@x' style="background: url(cid:c@x)">`,
    "<style>p { background: url(cid:d@x) }</style>",
    '<!--[if mso]><img src="cid:e@x"><img src="other.png"><![endif]-->',
    "<!-- cid:none -->",
    `<p title='"> cid:none'>`,
    '<a href="cid:f@x">x</a>',
    "word ".repeat(1_000),
  ];
  const isCid = (url: string) => url.startsWith("cid:");

  it("are the same as among all URLs", () => {
    for (let first = 0; first < pieces.length; first++) {
      for (let step = 1; step < pieces.length; step++) {
        const html = pieces.map((_, at) => pieces[(first + at * step) % pieces.length]).join("\n");
        const mentions = Array.from(html.matchAll(/cid:/g), ({ index }) => index);
        const some = collectHtmlUrls(html, mentions);
        const all = collectHtmlUrls(html);
        expect([...some.embedded].filter(isCid)).toEqual([...all.embedded].filter(isCid));
        expect([...some.linked]).toEqual([...all.linked].filter(isCid));
      }
    }
  });

  it("end the reading", () => {
    const { embedded } = collectHtmlUrls(`<img src="cid:a@x">${"<p>text</p>".repeat(1_000)}<img src="b.png">`, [10]);
    expect(embedded).toEqual(new Set(["cid:a@x"]));
  });
});

it.each([
  ['url("a")', 'url("/a")'],
  ["URL( 'a' )", 'url("/a" )'],
  ["url(a) url(other)", 'url("/a") url(other)'],
  ['url("")', 'url("")'],
])("replaces the URLs of CSS in %s", (css, expected) => {
  expect(replaceCssUrls(css, (url) => (url === "a" ? "/a" : undefined))).toBe(expected);
});

it("escapes what would end the string", () => {
  expect(replaceCssUrls("url(a)", () => '"</style> \\')).toBe('url("%22%3C/style%3E%20%5C")');
});
