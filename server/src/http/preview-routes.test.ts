import { expect, test } from "vitest";
import { createTestServer, storeMessage, type TestServer } from "../../test/support/test-http-server.ts";

const HOSTILE = `<html><head><title>t</title><base href="http://evil.example/"><meta http-equiv=refresh content="0;url=http://evil.example">
<style>body{color:red}@import url(http://evil.example/a.css);p{background:url("http://evil.example/b.png")}</style><style></style ></style><script>alert(1)</script></head>
<body onload=alert(1) style="background:url(//evil.example/c.png)"><script>alert(2)</script><SCRIPT SRC=http://evil.example/x.js></SCRIPT>
<img src=x onerror=alert(3)><img src="http://evil.example/pixel.gif"><img srcset="https://evil.example/2x.png 2x">
<svg><script>alert(4)</script><style><img src=x onerror=alert(5)></style></svg><math><mtext><mglyph><style><img src=x onerror=alert(6)></style></math>
<iframe src="http://evil.example"></iframe><object data="http://evil.example"></object><embed src="http://evil.example">
<form action="http://evil.example"><input name=a><button>Go</button></form>
<a href="javascript:alert(7)">js</a><a href="JaVaScRiPt:alert(8)">js</a><a href="data:text/html,<script>alert(9)</script>">data</a>
<a href="https://shop.example/order?a=1&amp;b=2" target=_self onclick=alert(10)>order</a>
<table background="http://evil.example/t.png"><tr><td style="color:blue" bgcolor="#eee">cell</td></tr></table>
<link rel=stylesheet href="http://evil.example/l.css"><p style="width:expression(alert(11))">end</p></body></html>`;

async function previewOf(server: TestServer, html: string, query = "") {
  const { id } = storeMessage(server.mailbox, `Content-Type: text/html; charset=utf-8\n\n${html}\n`);
  return server.app.inject(`/api/messages/${id}/preview${query}`);
}

test("nothing in the preview runs, navigates, submits or loads from elsewhere", async () => {
  await using server = await createTestServer();
  const { body, headers } = await previewOf(server, HOSTILE);
  expect(body).not.toMatch(/<script|<iframe|<object|<embed|<form|<input|<button|<meta http|<base|<link|<svg|<math/i);
  expect(body).not.toMatch(/\son\w+\s*=/i);
  expect(body).not.toMatch(/javascript:|data:text/i);
  expect(body).not.toContain("evil.example");
  expect(body).toContain('<td bgcolor="#eee" style="color:blue">cell</td>');
  expect(body).toContain('href="https://shop.example/order?a=1&amp;b=2"');
  expect(body).toContain('rel="noopener noreferrer"');
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("sandbox allow-popups allow-popups-to-escape-sandbox");
  expect(policy).not.toMatch(/script-src|http:|https:|allow-scripts|allow-same-origin/);
});

test("remote content is counted by host, and included on request", async () => {
  await using server = await createTestServer();
  const html =
    '<img src="https://a.example/1.png"><img src="//b.example/2.png"><p style="background:url(https://a.example/3.png)">x</p>';
  const { id } = storeMessage(server.mailbox, `Content-Type: text/html\n\n${html}\n`);
  const info = await server.app.inject(`/api/messages/${id}/preview/info`);
  expect(info.json()).toEqual({ remote: 3, hosts: ["a.example", "b.example"] });
  const closed = await server.app.inject(`/api/messages/${id}/preview`);
  expect(closed.headers["mailglass-remote"]).toBe("3");
  expect(closed.body).not.toContain("a.example");
  const open = await server.app.inject(`/api/messages/${id}/preview?remote=1`);
  expect(open.body).toContain('src="https://a.example/1.png"');
  expect(open.body).toContain('src="https://b.example/2.png"');
  expect(open.headers["content-security-policy"]).toContain("img-src 'self' data: http: https:");
});

test("colours are inverted as clients do it that make every mail dark; images can be off", async () => {
  await using server = await createTestServer();
  const html =
    '<style>.a{color:#000}</style><body bgcolor="#ffffff"><p class=a style="background:#000;color:#fff">x</p></body>';
  const partial = (await previewOf(server, html, "?theme=partial-inversion")).body;
  expect(partial).toContain('<body bgcolor="#1c1c1c">');
  expect(partial).toContain(".a{color:#f2f2f2}");
  expect(partial).toContain('style="background:#000;color:#fff"');
  expect(partial).toContain("color-scheme:dark");
  const full = (await previewOf(server, html, "?theme=full-inversion")).body;
  expect(full).toContain('style="background:#f2f2f2;color:#1c1c1c"');
  const { headers } = await previewOf(server, '<img src="data:image/png;base64,AA==" alt="Logo">', "?images=false");
  expect(headers["content-security-policy"]).toContain("img-src 'none'");
});

test("inverted colours change nothing in what is sanitized", async () => {
  await using server = await createTestServer();
  for (const theme of ["partial-inversion", "full-inversion"]) {
    const { body } = await previewOf(server, HOSTILE, `?theme=${theme}`);
    expect(body).not.toMatch(/<script|<iframe|<object|<embed|<form|<meta http|<base|<link|<svg|<math|javascript:/i);
    expect(body).not.toMatch(/\son\w+\s*=/i);
    expect(body).not.toContain("evil.example");
  }
});

test("below the end of the mail, the preview has the colour of the page around it, if that is named", async () => {
  await using server = await createTestServer();
  expect((await previewOf(server, "<p>x</p>")).body).not.toContain("html::after");
  expect((await previewOf(server, "<p>x</p>", "?surround=dark")).body).toContain("background:#1b1f23");
});

test("a picture of the message itself is shown, by its Content-ID", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(
    server.mailbox,
    'Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src="cid:logo@x"><img src=" CID:logo&#37;40x"><img src="cid:none"><p style="background:url(cid:logo@x)">\n--b\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n',
  );
  const { body } = await server.app.inject(`/api/messages/${id}/preview`);
  expect(body).toContain(
    '<img src="parts/2" /><img src="parts/2" /><img /><p style="background:url(&quot;parts/2&quot;)">',
  );
  expect(body).not.toContain("cid:");
  const part = await server.app.inject(`/api/messages/${id}/parts/2`);
  expect(part.headers).toMatchObject({
    "content-type": "image/png",
    "content-disposition": "inline",
    "cross-origin-resource-policy": "cross-origin",
  });
  expect(part.rawPayload).toEqual(Buffer.from("iVBORw0KGgo=", "base64"));
});

test("the mail's dark-mode rules follow the requested theme", async () => {
  await using server = await createTestServer();
  const html = "<style>@media (prefers-color-scheme: dark){p{color:pink}}</style><p>x</p>";
  expect((await previewOf(server, html, "?theme=dark")).body).toContain("@media (min-width:0){p{color:pink}}");
  expect((await previewOf(server, html, "?theme=light")).body).toContain("@media (max-width:0){p{color:pink}}");
});

test("html and body keep their direction, language, colours and styles, sanitised", async () => {
  await using server = await createTestServer();
  const html =
    '<html dir="rtl" lang="ar" style="color:red;background:url(http://evil.example)" onclick="x()"><body class="a" bgcolor=000000 text="#fff" link="#0ff" onload=x() background="http://evil.example/b.png" style="margin:0&quot;><script>" name=b><p>x</p><body dir="ltr" class="b">';
  const { body } = await previewOf(server, html);
  expect(body).toContain('<html dir="rtl" lang="ar" style="color:red;background:url()">');
  expect(body).toMatch(
    /<body class="a" bgcolor="000000" text="#fff" link="#0ff" style="margin:0[^>]*" dir="ltr">\s*<p>x<\/p>/,
  );
  expect(body).not.toMatch(/evil|onload|onclick|<script|name="?b/);
});

test.each([
  ["<p>x", "dark"],
  ["<body bgcolor=white><p>x", "light"],
  ["<body text=black><p>x", "light"],
  ["<body style='background-color: #fff'><p>x", "light"],
  ["<style>p{color:red} table, body { margin:0; background:#fff }</style><p>x", "light"],
  ["<style>p{background:#fff} .body{color:red}</style><p>x", "dark"],
  ["<meta name=x><style>:root{color-scheme:light dark} body{background:#fff}</style><p>x", "dark"],
  [
    "<style>@media (prefers-color-scheme:dark){body{background:#000;color:#fff}}</style><body bgcolor=white><p>x",
    "dark",
  ],
])("in a dark mail client %s is %s", async (html, scheme) => {
  await using server = await createTestServer();
  expect((await previewOf(server, html, "?theme=dark")).body).toContain(`<style>html{color-scheme:${scheme};`);
  expect((await previewOf(server, html, "?theme=light")).body).toContain("<style>html{color-scheme:light;");
});

test("a style sheet for other media stays one", async () => {
  await using server = await createTestServer();
  const { body } = await previewOf(server, "<style media=print>p{color:red}</style><style media='(a'>q{}</style><p>x");
  expect(body).toContain("@media print{p{color:red}}");
  expect(body).toContain("@media (a{q{}})");
});

test("links within the mail stay in it, others open elsewhere, and those relative to nothing lead nowhere", async () => {
  await using server = await createTestServer();
  const { body } = await previewOf(
    server,
    '<a href=" #sec" target=_top>1</a><a name="sec"></a><a href="https://a.example/?a=1&copy=2">2</a><a href="/api/messages">3</a><a href="mailto:x@a.example">4</a><a href="//b.example">5</a><map name=m><area href="#a" target=x><area href="java\nscript:x"></map>',
  );
  const elsewhere = 'target="_blank" rel="noopener noreferrer"';
  expect(body).toContain('<a href="#sec">1</a><a name="sec"></a>');
  expect(body).toContain(`<a href="https://a.example/?a=1&amp;copy=2" ${elsewhere}>2</a><a>3</a>`);
  expect(body).toContain(
    `<a href="mailto:x@a.example" ${elsewhere}>4</a><a href="https://b.example" ${elsewhere}>5</a>`,
  );
  expect(body).toContain('<area href="#a" />');
  expect(body).not.toContain("script:");
});

test("a base resolves links and pictures, but not links within the mail", async () => {
  await using server = await createTestServer();
  const html = '<base href="https://a.example/dir/"><a href="x">1</a><a href="#sec">2</a><img src="pic.png">';
  const { body, headers } = await previewOf(server, html);
  expect(body).toContain('<a href="https://a.example/dir/x"');
  expect(body).toContain('<a href="#sec">');
  expect(body).not.toContain("pic.png");
  expect(headers["mailglass-remote"]).toBe("1");
});

test("CSS cannot leave its element", async () => {
  await using server = await createTestServer();
  const html =
    '<style>p{color:red}<!--</style x><img src=x onerror=alert(1)>--></style><p style="x:y&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">a</p>';
  const { body } = await previewOf(server, html);
  expect(body.match(/<\/style>/g)).toHaveLength(2);
  expect(body).not.toMatch(/onerror|<script/);
});

test("huge and deeply nested HTML is truncated", { timeout: 60_000 }, async () => {
  await using server = await createTestServer();
  const deep = await previewOf(server, `${"<div>".repeat(100_000)}x`);
  expect(deep.body).toContain("The preview ends here");
  expect(deep.body.length).toBeLessThan(100_000);
  const huge = await previewOf(server, `<p>${"word ".repeat(500_000)}</p>`);
  expect(huge.body).toContain("The preview ends here");
  expect(huge.body.length).toBeLessThan(1_200_000);
});

test.each([
  ["image/svg+xml", "<svg onload=alert(1)>"],
  ["text/html", "<script>alert(1)</script>"],
  ["application/xhtml+xml", "<x/>"],
  ["text/xml", "<x/>"],
  ["application/pdf", "%PDF"],
  ["image/png\n\t; x=<script>", "x"],
])("an enclosed %s is only saved, never opened", async (type, content) => {
  await using server = await createTestServer();
  const { id } = storeMessage(
    server.mailbox,
    `Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: ${type}\nContent-Disposition: inline; filename="a\\"; filename=b.html"\n\n${content}\n--b--\n`,
  );
  const { headers } = await server.app.inject(`/api/messages/${id}/parts/2`);
  if (!type.startsWith("image/png"))
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="[\w. -]*"; filename\*=UTF-8''[\w.%!~-]*$/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["content-security-policy"]).toBe("default-src 'none'; sandbox");
});
