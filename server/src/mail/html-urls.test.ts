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
