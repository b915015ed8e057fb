import { expect, it } from "vitest";
import { formatAsXml, listElements, parseMail } from "./mail-tree.ts";

const toXml = (html: string) => formatAsXml(parseMail(html));

it("HTML becomes well-formed XML", () => {
  expect(toXml('<!doctype html><html><body><br><img src="a.png"><p style="color:red">a &amp; b</body></html>')).toBe(
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><br/><img src="a.png"/><p style="color:red">a &amp; b</p></body></html>',
  );
});

it("a style sheet is text that XML does not read as markup", () => {
  expect(toXml("<html><style>a > b { content: '<&' }</style></html>")).toContain(
    "<style>a &gt; b { content: &apos;&lt;&amp;&apos; }</style>",
  );
});

it("what XML does not allow is left out", () => {
  expect(toXml('<html><p a@b="1" x:y="2" class="&quot;c">\u0001&#2;\u{1f680}\ud800</p></html>')).toBe(
    '<html xmlns="http://www.w3.org/1999/xhtml"><p class="&quot;c">&#x1f680;&#xfffd;</p></html>',
  );
  expect(toXml("")).toBe('<html xmlns="http://www.w3.org/1999/xhtml"></html>');
});

it("all elements are listed", () => {
  expect(listElements(parseMail("<html><b><i></i></b></html>")).map(({ name }) => name)).toEqual(["html", "b", "i"]);
});
