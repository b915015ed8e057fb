import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { findCheckedLinks } from "./find-checked-links.ts";

const ofHtml = (html: string) => findCheckedLinks(createMail(["Content-Type: text/html", "", html]));
const ofText = (text: string) => findCheckedLinks(createMail(["Content-Type: text/plain", "", text]));

const manyLinks = (count: number, link: (url: string) => string) =>
  Array.from({ length: count }, (_, index) => link(`https://a.example/${index}`)).join("\n");

describe("the links that are checked", () => {
  it.each([
    ["an anchor", '<a href="https://a.example/?a=1&amp;b=2">A</a>', ["https://a.example/?a=1&b=2"]],
    ["a picture", "<img src=http://a.example/b.png>", ["http://a.example/b.png"]],
    ["a style sheet", "<link rel=stylesheet href=https://a.example/b.css>", ["https://a.example/b.css"]],
    ["a link that is no style sheet", "<link rel=icon href=https://a.example/b.ico>", []],
    ["an anchor without a target", "<a name=top>A</a>", []],
    ["a picture without a source", "<img alt=x>", []],
    ["another element with a target", "<area href=https://a.example/>", []],
    ["the source of an anchor", "<a src=https://a.example/>A</a>", []],
    ["blanks around a URL", '<a href=" https://a.example/ ">A</a>', ["https://a.example/"]],
    ["a blank in a URL", '<a href="https://a.example/a b">A</a>', []],
    ["a scheme in capitals", "<a href=HTTPS://a.example/>A</a>", ["HTTPS://a.example/"]],
    [
      "other schemes",
      "<a href=mailto:ann@example.com>A</a><img src=cid:1><a href='#top'>B</a><a href=b.html>C</a>",
      [],
    ],
    ["no HTML", "", []],
  ])("in HTML: %s", (_, html, expected) => {
    expect(ofHtml(html)).toEqual(expected);
  });

  it("are in the order of the HTML, each once", () => {
    expect(
      ofHtml("<a href=https://b.example/>B</a><img src=https://a.example/><a href=https://b.example/>B again</a>"),
    ).toEqual(["https://b.example/", "https://a.example/"]);
  });

  it("are found in plain text", () => {
    expect(ofText("See https://a.example/b, or write to ann@example.com.")).toEqual(["https://a.example/b"]);
  });

  it("are those of the HTML, then those of the text that differ", () => {
    const mail = createMail([
      "Content-Type: multipart/alternative; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "https://text.example/ https://both.example/",
      "--b",
      "Content-Type: text/html",
      "",
      "<a href=https://html.example/>A</a><a href=https://both.example/>B</a>",
      "--b--",
    ]);
    expect(findCheckedLinks(mail)).toEqual(["https://html.example/", "https://both.example/", "https://text.example/"]);
  });

  it("are none in a message with an attachment only", () => {
    const mail = createMail([
      "Content-Type: application/pdf",
      "Content-Disposition: attachment",
      "",
      "https://a.example/",
    ]);
    expect(findCheckedLinks(mail)).toEqual([]);
  });

  it.each([
    ["HTML", () => ofHtml(manyLinks(150, (url) => `<a href=${url}>A</a>`))],
    ["text", () => ofText(manyLinks(150, (url) => url))],
  ])("are the first 100 of %s", (_, find) => {
    const links = find();
    expect(links).toHaveLength(100);
    expect(links.at(-1)).toBe("https://a.example/99");
  });
});
