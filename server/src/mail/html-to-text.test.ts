import { expect, test } from "vitest";
import { htmlToText } from "./html-to-text.ts";

const withLinks = (html: string) => htmlToText(html, { withLinks: true });

test("the targets of links follow their texts, if wanted", () => {
  const html = '<p>Reset <a href="https://app.test/reset?token=abc&amp;x=1">here</a>.</p>';
  expect(htmlToText(html)).toBe("Reset here.");
  expect(withLinks(html)).toBe("Reset here ( https://app.test/reset?token=abc&x=1 ).");
});

test.each([
  ["a link whose text is its target", '<a href="https://a.test/">https://a.test/</a>', "https://a.test/"],
  ["neighbours", '<a href="/l">l</a><a href="/m">m</a>', "l ( /l )m ( /m )"],
  ["a link within the page, and one without a target", '<a href="#top">top</a> <a>none</a>', "top none"],
  ["a picture", '<p><a href="/buy"><img src="b.png"></a></p><p>End</p>', "( /buy )\nEnd"],
  ["a link that is not closed", '<a href="/a">one <a href="/b">two</a>', "one ( /a )two ( /b )"],
])("%s", (_what, html, text) => {
  expect(withLinks(html)).toBe(text);
});
