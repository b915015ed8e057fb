import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { findLinks } from "./find-links.ts";

const ofHtml = (html: string) => findLinks(createMail(["Content-Type: text/html", "", html]));
const ofText = (text: string) => findLinks(createMail(["Content-Type: text/plain", "", text]));

describe("the links of a message", () => {
  it.each([
    ["<base href='https://a.example/b/'><a href=c>", "https://a.example/b/c"],
    ["<base href='https://a.example/b/'><a href='//b.example/c'>", "https://b.example/c"],
    ["<base href='https://a.example/b/'><base href='https://other.example'><a href=c>", "https://a.example/b/c"],
    ["<base target=_blank><a href=c>", "c"],
    ["<base href='file:///b/'><a href=c>", "c"],
    ["<base href='https://a.example/'><a href='https://[::'>", "https://[::"],
    ["<base href='https://a.example/'><a href='//['>", "//["],
  ])("are relative to the base: %s", (html, href) => {
    expect(ofHtml(`${html}A</a>`)).toEqual([{ href, text: "A", in: "html", shownAs: "anchor" }]);
  });

  it("have decoded addresses and the anchor's text", () => {
    expect(ofHtml('<p><a class=x href="https://a.example/?a=1&amp;b=2"><b>Confirm</b>\n your address</a></p>')).toEqual(
      [{ href: "https://a.example/?a=1&b=2", text: "Confirm your address", in: "html", shownAs: "anchor" }],
    );
  });

  it("have the alternative text of a picture", () => {
    expect(ofHtml('<a href=https://a.example><img src=x alt="Log in"></a>')[0]?.text).toBe("Log in");
  });

  it.each([
    ['<td width="600"">Hi <a href="https://a.example">A</a></td><td class="foot">Bye</td>'],
    ["<p class=it's>One</p><a href=https://a.example title=that's>A</a>"],
    ['<!--><a href="https://a.example">A</a><p>c</p><!-- x -->'],
    ['<!---><a href="https://a.example">A</a>'],
    ['<a title = "x > y" href = "https://a.example">A</a>'],
  ])("are found as browsers find them in %s", (html) => {
    expect(ofHtml(html)).toEqual([{ href: "https://a.example", text: "A", in: "html", shownAs: "anchor" }]);
  });

  it.each([
    ["https://a.example/?a=1&b=2&copy=3", "https://a.example/?a=1&b=2&copy=3"],
    ["https://a.example/?x&region=eu&reg;=1", "https://a.example/?x&region=eu®=1"],
    ["https://a.example/?x&lt=1&ltx&notit;", "https://a.example/?x&lt=1&ltx&notit;"],
    ["https://a.example/?x&lt", "https://a.example/?x<"],
    ["https&#58;//a.example/&#x41;&amp;amp;", "https://a.example/A&amp;"],
    [" \n https://a.example/sp\t", "https://a.example/sp"],
    ["https://a.example/new\r\nline", "https://a.example/newline"],
    ["//a.example/x", "https://a.example/x"],
    ["/rel?a=1", "/rel?a=1"],
    ["mailto:x@a.example?subject=a%20b", "mailto:x@a.example?subject=a%20b"],
    ["tel:+491", "tel:+491"],
  ])("are decoded as HTML decodes attributes: %j", (written, href) => {
    for (const quote of ['"', "'"]) {
      expect(ofHtml(`<A class=x HREF = ${quote}${written}${quote}>A</A>`)).toEqual([
        { href, text: "A", in: "html", shownAs: "anchor" },
      ]);
    }
  });

  it.each([
    ["/rel", "https://b.example/rel"],
    ["x?y", "https://b.example/dir/x?y"],
    ["//c.example/x", "http://c.example/x"],
    ["https://c.example", "https://c.example"],
  ])("are resolved against the base of the HTML: %s", (written, href) => {
    const base = href.startsWith("http:") ? "http://b.example/dir/" : "https://b.example/dir/page";
    expect(ofHtml(`<head><base target=_top><BASE href=" ${base} "></head><a href="${written}">A</a>`)[0]?.href).toBe(
      href,
    );
  });

  it.each(["javascript:", "data:text/html,", "relative/", ""])("are not resolved against the base %j", (base) => {
    expect(ofHtml(`<base href="${base}"><a href="/rel">A</a>`)[0]?.href).toBe("/rel");
  });

  it("are the visible ones: not in conditional comments, but in content that only Outlook skips", () => {
    const html = `<!--[if mso]><v:roundrect href="https://vml.example"><a href="https://mso.example">M</a></v:roundrect><![endif]-->
<![if !mso]><a href="https://all.example">A</a><![endif]><!--[if !mso]><!--><a href="https://b.example">B</a><!--<![endif]-->
<map><area href="https://area.example" alt="North"></map><link rel=stylesheet href="https://css.example">`;
    expect(ofHtml(html).map(({ href, text }) => `${href} ${text}`)).toEqual([
      "https://all.example A",
      "https://b.example B",
      "https://area.example North",
    ]);
  });

  it.each([
    ["<a href=/a>Text</a>", "anchor"],
    ["<a href=/a><img src=x alt=Logo></a>", "image"],
    ["<a href=/a> <img src=x> Text</a>", "anchor"],
    ["<map><area href=/a alt=North></map>", "image"],
    ["https://a.example/b", "url"],
  ])("say how they are shown: %s", (html, shownAs) => {
    expect(ofHtml(html).map((link) => link.shownAs)).toEqual([shownAs]);
  });

  it("are also URLs in the text of the HTML", () => {
    const html =
      '<p>Or paste https://a.example/v?t=1&amp;u=<b>2</b>.</p>https://b.example<br>/x <a href="https://c.example">https://d.example</a>';
    expect(ofHtml(html)).toEqual([
      { href: "https://c.example", text: "https://d.example", in: "html", shownAs: "anchor" },
      { href: "https://a.example/v?t=1&u=2", text: "", in: "html", shownAs: "url" },
      { href: "https://b.example", text: "", in: "html", shownAs: "url" },
    ]);
  });

  it("in flowed text continue on the next line (RFC 3676)", () => {
    const mail = createMail([
      "Content-Type: text/plain; format=flowed; delsp=yes",
      "",
      "See https://a.example/very/ ",
      "long/path for more.",
    ]);
    expect(findLinks(mail).map(({ href }) => href)).toEqual(["https://a.example/very/long/path"]);
  });

  it("are listed once each, with the more useful text, in order", () => {
    const html =
      '<a href="https://a.example"><img src=x></a><a href="https://b.example">B</a><a href="https://a.example">A</a>';
    expect(ofHtml(html).map(({ href, text }) => [href, text])).toEqual([
      ["https://a.example", "A"],
      ["https://b.example", "B"],
    ]);
  });

  it("also come from the text if the HTML does not have them", () => {
    const mail = createMail([
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "https://a.example https://text.example",
      "--b",
      "Content-Type: text/html",
      "",
      '<a href="https://a.example">A</a>',
      "--b--",
    ]);
    expect(findLinks(mail)).toEqual([
      { href: "https://a.example", text: "A", in: "html", shownAs: "anchor" },
      { href: "https://text.example", text: "", in: "text", shownAs: "url" },
    ]);
  });

  it.each([
    ["See https://a.example/x.", "https://a.example/x"],
    ["(https://a.example/x)", "https://a.example/x"],
    ["https://a.example/wiki/A_(b)", "https://a.example/wiki/A_(b)"],
    ["<https://a.example/x>", "https://a.example/x"],
    ["https://a.example/?q=1&r=2#top, then", "https://a.example/?q=1&r=2#top"],
    ["[https://a.example/x]", "https://a.example/x"],
    ["[1]: http://[::1]:8025/ and", "http://[::1]:8025/"],
    ["http://[::1]", "http://[::1]"],
    ["<https://a.example/long\r\n  /path?a=1\r\n&b=2>", "https://a.example/long/path?a=1&b=2"],
    ["<URL:https://a.example/x>", "https://a.example/x"],
    ['"https://a.example/x"', "https://a.example/x"],
    ["„https://a.example/x“", "https://a.example/x"],
    ["こちら（https://a.example/x）をクリック", "https://a.example/x"],
    ["https://a.example/x。よろしく", "https://a.example/x"],
    ["*https://a.example/x*", "https://a.example/x"],
    ["mailto:jo@a.example.", "mailto:jo@a.example"],
    ["HTTPS://A.example/x!", "HTTPS://A.example/x"],
  ])("in text end before the sentence goes on: %s", (text, href) => {
    expect(ofText(text).map((link) => link.href)).toEqual([href]);
  });

  it("are found in linear time before many parentheses", () => {
    const hostile = `https://a.example/(b)${")".repeat(3_900)}\r\n`;
    expect(ofText(hostile.repeat(100))).toEqual([
      { href: "https://a.example/(b)", text: "", in: "text", shownAs: "url" },
    ]);
  });

  it("do not begin in comments, styles, scripts or within the page", () => {
    expect(
      ofHtml('<!-- <a href="https://x.example"> --><style><a href="https://y.example"></style><a href="#top">x</a>'),
    ).toEqual([]);
  });

  it("end with their anchor, also one that is never closed", () => {
    expect(ofHtml('<a href="https://a.example">A<a href="https://b.example">B').map(({ text }) => text)).toEqual([
      "A",
      "B",
    ]);
  });
});
