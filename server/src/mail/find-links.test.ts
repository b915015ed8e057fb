import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { findLinks } from "./find-links.ts";

const ofHtml = (html: string) => findLinks(createMail(["Content-Type: text/html", "", html]));
const ofText = (text: string) => findLinks(createMail(["Content-Type: text/plain", "", text]));

describe("the links of a message", () => {
  it("have decoded addresses and the anchor's text", () => {
    expect(ofHtml('<p><a class=x href="https://a.example/?a=1&amp;b=2"><b>Confirm</b>\n your address</a></p>')).toEqual(
      [{ href: "https://a.example/?a=1&b=2", text: "Confirm your address", in: "html" }],
    );
  });

  it("have the picture's text where a picture stands on them", () => {
    expect(ofHtml('<a href=https://a.example><img src=x alt="Log in"></a>')[0]?.text).toBe("Log in");
  });

  it.each([
    ['<td width="600"">Hi <a href="https://a.example">A</a></td><td class="foot">Bye</td>'],
    ["<p class=it's>One</p><a href=https://a.example title=that's>A</a>"],
    ['<!--><a href="https://a.example">A</a><p>c</p><!-- x -->'],
    ['<!---><a href="https://a.example">A</a>'],
    ['<a title = "x > y" href = "https://a.example">A</a>'],
  ])("are found as browsers find them in %s", (html) => {
    expect(ofHtml(html)).toEqual([{ href: "https://a.example", text: "A", in: "html" }]);
  });

  it("are told once each, with the text that says more, in order", () => {
    const html =
      '<a href="https://a.example"><img src=x></a><a href="https://b.example">B</a><a href="https://a.example">A</a>';
    expect(ofHtml(html).map(({ href, text }) => [href, text])).toEqual([
      ["https://a.example", "A"],
      ["https://b.example", "B"],
    ]);
  });

  it("come from the text, too, where the HTML does not have them", () => {
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
      { href: "https://a.example", text: "A", in: "html" },
      { href: "https://text.example", text: "", in: "text" },
    ]);
  });

  it.each([
    ["See https://a.example/x.", "https://a.example/x"],
    ["(https://a.example/x)", "https://a.example/x"],
    ["https://a.example/wiki/A_(b)", "https://a.example/wiki/A_(b)"],
    ["<https://a.example/x>", "https://a.example/x"],
    ["https://a.example/?q=1&r=2#top, then", "https://a.example/?q=1&r=2#top"],
  ])("in text end before the sentence goes on: %s", (text, href) => {
    expect(ofText(text).map((link) => link.href)).toEqual([href]);
  });

  it("are found in good time however many parentheses stand behind them", () => {
    const hostile = `https://a.example/(b)${")".repeat(3_900)}\r\n`;
    expect(ofText(hostile.repeat(100))).toEqual([{ href: "https://a.example/(b)", text: "", in: "text" }]);
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
