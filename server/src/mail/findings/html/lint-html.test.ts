import { describe, expect, it, test } from "vitest";
import { createMail } from "../../../../test/support/create-mail.ts";
import { listFindings } from "../../list-findings.ts";
import { FINDINGS } from "../finding-table.ts";
import type { HTML_FINDINGS } from "../kinds/html.ts";

const HEADER = [
  "From: Jo <jo@example.com>",
  "To: Zoe <zoe@example.net>",
  "Subject: Hello",
  "Date: Mon, 23 Nov 2026 12:00:00 +0100",
  "Message-ID: <1@example.com>",
  "MIME-Version: 1.0",
].join("\r\n");

/** A mail with a text and this HTML, wrapped in lines that are not too long. */
function alternative(html: string, text = "Hello"): string {
  const wrapped = html.replace(/(.{1,900})(?:\s|$)/g, "$1\r\n");
  return `${HEADER}\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${wrapped}\r\n--b--\r\n`;
}

const plain = (text: string) => `${HEADER}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;

/** Findings about the text, of group mime. */
const TEXT_CODES = new Set(["html-in-text", "text-part-empty"]);

function find(source: string) {
  return listFindings(createMail(source), []).filter(
    ({ code, group }) => group === "html" || group === "provider" || TEXT_CODES.has(code),
  );
}

const codes = (source: string) => find(source).map(({ code }) => code);

const big = (bytes: number) => alternative(`<p>${"<i>word</i> ".repeat(Math.round(bytes / 12))}</p>`);

/** Each kind with a mail that has it, and the bytes of its place; a pattern for a long one. */
const CASES: Record<
  keyof typeof HTML_FINDINGS | "gmail-clip" | "html-large" | "html-in-text" | "text-part-empty",
  readonly [string, string | RegExp | null]
> = {
  "gmail-clip": [big(110_000), /word<\/i> /],
  "html-large": [big(98_000), null],
  "html-unsupported": [alternative("<p>Hi</p><video></video>"), "<video>"],
  "alt-missing": [alternative('<img src="cid:a">'), '<img src="cid:a">'],
  "contrast-low": [alternative('<p style="color:#aaa;background:#fff"> Hi Zoe </p>'), "Hi Zoe"],
  "link-text-empty": [alternative('<a href="https://x.example/"> <i></i></a>'), '<a href="https://x.example/">'],
  "lang-missing": [alternative("<html><body>Hi</body></html>"), "<html>"],
  "color-scheme-missing": [alternative('<html lang=en><body bgcolor="#ffffff">Hi'), "<html lang=en>"],
  "layout-table-without-role": [alternative("<table width=600><tr><td>Hi</table>"), "<table width=600>"],
  "link-localhost": [alternative('<a href="http://localhost:3000/a">Go</a>'), "http://localhost:3000/a"],
  "link-relative": [alternative('<a href="/reset?t=1">Reset</a>'), "/reset?t=1"],
  "link-malformed": [alternative('<a href="http:///reset">Reset</a>'), "http:///reset"],
  "link-http": [alternative('<a href="http://shop.example/">Shop</a>'), "http://shop.example/"],
  "image-remote-without-size": [alternative('<img src="https://x.example/a.png" alt="A">'), /<img/],
  "html-in-text": [plain("<p>Hello Zoe,</p>\r\n<p>welcome.</p>"), "<p>Hello Zoe,</p>\r\n<p>welcome.</p>"],
  "text-part-empty": [alternative("<p>Hi</p>", " "), " "],
};

describe("findings in HTML", () => {
  it.each(Object.entries(CASES))("of kind %s are seen, and where", (code, [source, place]) => {
    const finding = find(source).find((one) => one.code === code);
    const { group, severity, rfc } = FINDINGS[code as keyof typeof FINDINGS];
    expect(finding).toMatchObject({ code, group, severity, rfc });
    const { where } = finding ?? {};
    const written = where?.in === "source" ? source.slice(where.start, where.end) : null;
    if (place instanceof RegExp) expect(written).toMatch(place);
    else expect(written).toBe(place);
  });

  it.each([
    "<p>Hello <b>Zoe</b></p>",
    '<a href="https://x.example/">Go</a> <a href="mailto:a@b.example">Write</a> <a href="tel:+49123">Call</a>',
    '<a href="#top">Top</a><a name="top"></a>',
    '<a href="https://x.example/"><img src="cid:a" alt="Shop"></a>',
    '<a href="https://x.example/" aria-label="Shop"></a>',
    '<a href="https://x.example/">→</a>',
    '<img src="cid:a" alt=""><img src="cid:a" role="presentation">',
    '<img src="https://x.example/open.gif" width="1" height="1">',
    '<img src="https://x.example/a.png" width=100 alt="A">',
    '<img src="https://x.example/a.png" style="width:100%" alt="A">',
    '<style>img{width:50px}</style><img src="https://x.example/a.png" alt="A">',
    '<div style="display:none"><img src="cid:a"></div>',
    '<div style="display:none;color:#fff;background:#fff">Preheader</div>',
    '<div style="background:#fff"><span style="font-size:1px;color:#fff">Preheader</span></div>',
    '<p style="color:#fff;background:url(https://x.example/a.png)">The background is an image</p>',
    '<td background="https://x.example/a.png" style="background-color:#fff"><p style="color:#fff">Image</p></td>',
    '<style>.x{background:#000}</style><div style="background:#fff"><p class="x" style="color:#fff">Hi</p></div>',
    '<style>.p{display:none}</style><div class="p"><span style="color:#fff">Preheader</span></div>',
    '<style>.p{color:#fff}</style><div style="background:#000"><p class="p">Hi</p></div>',
    '<style>.p{color:#fff} td .p{color:#000}</style><p class="p">Hi</p>',
    '<p style="color:#777;background:#fff;font-size:24px">Large</p>',
    '<p style="color:#ccc;background:#fff"> | &nbsp;·</p>',
    '<p style="color:rgba(0,0,0,.1);background:#fff">Translucent</p>',
    "<table role=presentation><tr><td>Hi</table>",
    "<table><tr><th>Item<th>Price<tr><td>A<td>1</table>",
    "<table><tr><td>A<td>1<tr><td>B<td>2</table>",
    '<base href="https://x.example/"><a href="reset">Reset</a>',
    '<a href="{{url}}">Go</a>',
    "<!--[if mso]><table><tr><td><img src='a.png'></table><![endif]-->Hi",
  ])("are not seen in %s", (html) => {
    const seen = codes(alternative(html));
    expect(seen.filter((code) => code !== "html-unsupported")).toEqual([]);
  });

  it.each([
    ["https//x.example/", "link-malformed"],
    ["htpps://x.example/", "link-malformed"],
    ["www.x.example/a", "link-malformed"],
    ["x.example:8080/a", "link-malformed"],
    ["http://https://x.example/", "link-malformed"],
    ["", "link-malformed"],
    ["mailto:mailto:a@x.example", "link-malformed"],
    ["file:///C:/a.png", "link-localhost"],
    ["https://shop.test/", "link-localhost"],
    ["https://x example/", "link-malformed"],
    ["http://127.0.0.1/", "link-localhost"],
    ["https://[::1]:8443/", "link-localhost"],
    ["http://192.168.1.7/", "link-localhost"],
    ["http://web:3000/", "link-localhost"],
    ["http://app.local/", "link-localhost"],
    ["localhost:3000/a", "link-localhost"],
    ["confirm.html", "link-relative"],
    ["?token=1", "link-relative"],
    ["http://x.example/", "link-http"],
    ["sms:+1", undefined],
    ["myapp://open", undefined],
    ["https://10.example/", undefined],
    ["https://SHOP.example/a\r\nb", undefined],
  ])("classify the link %s", (href, code) => {
    expect(codes(alternative(`<a href="${href}">Go</a>`))).toEqual(code === undefined ? [] : [code]);
  });

  it("have every place, and the number of all", () => {
    const finding = find(alternative('<img src="cid:a">'.repeat(120))).find(({ code }) => code === "alt-missing");
    expect(finding?.count).toBe(120);
    expect(finding?.places).toHaveLength(100);
  });

  it("name the features that clients lack, and their places", () => {
    const source = alternative('<div style="display:grid">A</div><p style="object-fit:cover">B</p>');
    const finding = find(source).find(({ code }) => code === "html-unsupported");
    expect(finding?.text).toContain("display:grid (not in");
    expect(finding?.text).toContain("object-fit");
    const written = finding?.places.map((place) => (place.in === "source" ? source.slice(place.start, place.end) : ""));
    expect(written).toEqual(["display:grid", "object-fit:cover"]);
  });

  it("say what the contrast is", () => {
    const finding = find(CASES["contrast-low"][0]).find(({ code }) => code === "contrast-low");
    expect(finding?.text).toContain("#aaaaaa on #ffffff is 2.32:1, less than 4.5:1");
  });

  it("are placed in base64 and quoted-printable", () => {
    const html = '<p>Größe</p><a href="/reset">Reset</a>';
    const encoded = Buffer.from(html).toString("base64");
    const source = `${HEADER}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`;
    const where = find(source).find(({ code }) => code === "link-relative")?.where;
    const written = where?.in === "source" ? source.slice(where.start, where.end) : "";
    expect(Buffer.from(html).toString("base64")).toContain(written);
    expect(written.length).toBeLessThan(14);
  });
});

test.each([
  ["Hello Zoe,<br><br>click <a href='https://x.example/'>here</a>.", true],
  ["<!DOCTYPE html><html><body>Hi</body></html>", true],
  ["Use <b> for bold.\r\nUse <i> for italics.\r\n\r\nThat is all there is to say about it.\r\nBye\r\nJo", false],
  ["a < b and c > d", false],
  ["Jo <jo@example.com> wrote:\r\n> Hello", false],
  ["List<String> list = new ArrayList<String>();", false],
])("HTML in the text %j: %s", (text, isHtml) => {
  expect(codes(plain(text)).includes("html-in-text")).toBe(isHtml);
});

test("links in the text that only work locally", () => {
  expect(codes(plain("Open http://localhost:3000/reset?t=1 to reset."))).toEqual(["link-localhost"]);
});

test("an empty text part that is not an alternative is not reported", () => {
  const source = `${HEADER}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n--b--\r\n`;
  expect(codes(source)).toEqual([]);
});
