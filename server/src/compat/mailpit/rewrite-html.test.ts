import fc from "fast-check";
import { expect, test } from "vitest";
import { rewriteHtml } from "./rewrite-html.ts";

const plain = { opensLinksInNewTab: false, getPartUrl: () => undefined };
const rewrite = (html: string) => rewriteHtml(html, plain);

test.each([
  '<div style="text-align:center"><p>Mailpit is <b>awesome</b>!</p>\n  <img src="cid:unknown" /></p></div>',
  "<!DOCTYPE html><html><head><style>p > a { color: red }</style></head><body bgcolor=white>x</body></html>",
  "<p>1 < 2 & 3 &gt; 2 <unclosed <br>",
  "no html at all",
])("what is harmless stays byte for byte: %s", (html) => {
  expect(rewrite(html)).toBe(html);
});

test.each([
  ["<p>a<script>x()</script>b</p>", "<p>ab</p>"],
  ["<SCRIPT SRC=//evil></SCRIPT>a", "a"],
  ["<p>a<script>x()", "<p>a"],
  ["<p onclick='x()' class=c>a</p>", '<p class="c">a</p>'],
  ['<a href="java\nscript:x()">a</a>', "<a>a</a>"],
  ["<iframe srcdoc='<p>x'></iframe>a", "a"],
  ["<object><meta name=a><p>x</p></object>a", "a"],
  ["<meta http-equiv=refresh content=0>a<meta charset=utf-8>", "a<meta charset=utf-8>"],
  ["<base href=//evil>a", "a"],
  ["<svg><a xlink:href='javascript:x()'>a</a></svg>", "<svg><a>a</a></svg>"],
])("what is active goes: %s", (html, rewritten) => {
  expect(rewrite(html)).toBe(rewritten);
});

test("Content-IDs become addresses, links open elsewhere", () => {
  const html = '<img src="cid:a@b"><a href="https://x.test/?a=1&amp;b=2" target="_top">x</a>';
  expect(
    rewriteHtml(html, { opensLinksInNewTab: true, getPartUrl: (url) => (url === "cid:a@b" ? "part/2" : undefined) }),
  ).toBe('<img src="part/2"><a href="https://x.test/?a=1&amp;b=2" target="_blank" rel="noreferrer noopener">x</a>');
});

test.each([
  ['<img src=" CID:a@b ">', '<img src="part/2">'],
  ['<img src="cid:x">', '<img src="cid:x">'],
  ["<p style=\"background: url('cid:a@b') #fff\">", '<p style="background: url(&quot;part/2&quot;) #fff">'],
  ["<style>p > a{background:url(cid:a@b)}</style>", '<style>p > a{background:url("part/2")}</style>'],
  ['<a href="#sec" target="x">s</a>', '<a href="#sec" target="x">s</a>'],
])("references to parts and within the mail: %s", (html, rewritten) => {
  const getPartUrl = (url: string) => (/^cid:a@b$/i.test(url) ? "part/2" : undefined);
  expect(rewriteHtml(html, { opensLinksInNewTab: true, getPartUrl })).toBe(rewritten);
});

test("no active element remains in any HTML", () => {
  const pieces = fc.constantFrom(
    ..."<script>|</script>|<script|>|<iframe src=x>|</iframe>|<p|onload=x|'|\"|<!--|-->|<svg>|<style>|</style>|<meta>|x".split(
      "|",
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const once = rewrite(parts.join(""));
      expect(rewrite(once)).toBe(once);
    }),
  );
});
