import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createTestServer } from "../../test/support/test-http-server.ts";

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";

async function builtPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mailglass-page-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "assets"));
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html><head><script type="module" src="./assets/a-1.js"></script></head></html>',
  );
  await writeFile(join(folder, "assets", "a-1.js"), "console.log(1)");
  await writeFile(join(folder, "assets", "a-1.js.br"), brotliCompressSync("console.log(1)"));
  await writeFile(join(folder, "assets", "a-1.js.gz"), gzipSync("console.log(1)"));
  await writeFile(join(folder, "secret.pem"), "TOP SECRET");
  return folder;
}

test("every address of the page gives the page, with its base", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  for (const url of ["/", "/messages/abc/source", "/sessions/s1", "/settings", "/?q=from:jo"]) {
    const answer = await server.app.inject({ url, headers: { accept: HTML } });
    expect([url, answer.statusCode]).toEqual([url, 200]);
    expect(answer.body).toContain('<base href="/" />');
    expect(answer.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(answer.headers["cache-control"]).toBe("no-cache");
  }
});

test("the page names its first request, with the search of its URL", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  const linkOf = async (url: string) => (await server.app.inject({ url, headers: { accept: HTML } })).headers["link"];
  expect(await linkOf("/settings")).toBe("</api/messages?limit=200>; rel=preload; as=fetch; crossorigin");
  expect(await linkOf("/?q=from%3Aj%C3%B6+%3E")).toBe(
    "</api/messages?q=from%3Aj%C3%B6+%3E&limit=200>; rel=preload; as=fetch; crossorigin",
  );
  expect(await linkOf("/?q=")).toBe("</api/messages?limit=200>; rel=preload; as=fetch; crossorigin");
  expect(await linkOf("/assets/a-1.js")).toBeUndefined();
});

test("a link to a search in Mailpit's page gives the page, whatever the client accepts", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  for (const accept of [HTML, "*/*"]) {
    const answer = await server.app.inject({ url: "/search?q=subject:hello", headers: { accept } });
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  }
});

test("the page's inline script is allowed by its hash, and no other", async () => {
  const webRoot = await builtPage();
  const html = "<!doctype html><html><head><script>\n  theme();\n</script></head></html>";
  await writeFile(join(webRoot, "index.html"), html);
  await using server = await createTestServer({ webRoot });
  const hash = createHash("sha256").update("\n  theme();\n").digest("base64");
  const { headers } = await server.app.inject({ url: "/" });
  expect(headers["content-security-policy"]).toContain(`; script-src 'self' 'sha256-${hash}'; `);
  const file = await server.app.inject({ url: "/assets/a-1.js" });
  expect(file.headers["content-security-policy"]).toContain("; script-src 'self'; ");
});

test("the page's inline style is allowed by its hash, and no other", async () => {
  const webRoot = await builtPage();
  await writeFile(join(webRoot, "index.html"), "<!doctype html><html><head><style>p{}</style></head></html>");
  await using server = await createTestServer({ webRoot });
  const hash = createHash("sha256").update("p{}").digest("base64");
  const { headers } = await server.app.inject({ url: "/" });
  expect(headers["content-security-policy"]).toContain(`; style-src 'self' 'sha256-${hash}'; `);
  expect(headers["content-security-policy"]).not.toContain("unsafe");
});

test("the PDF viewer runs its own script only, requests nothing, and has no origin", async () => {
  const webRoot = await builtPage();
  await writeFile(join(webRoot, "pdf-viewer.html"), "<style>p{}</style><script>draw()</script>");
  await using server = await createTestServer({ webRoot });
  const hash = createHash("sha256").update("draw()").digest("base64");
  const { headers } = await server.app.inject({ url: "/pdf-viewer.html" });
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain(`default-src 'none'; script-src 'sha256-${hash}'; `);
  expect(policy).toContain("sandbox allow-scripts");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toMatch(/connect-src|unsafe|allow-same-origin|script-src[^;]*'self'/);
});

test("the page itself is compressed with its base", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  const { headers, rawPayload } = await server.app.inject({ url: "/", headers: { "accept-encoding": "gzip, br" } });
  expect(headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(rawPayload).toString()).toContain('<base href="/" />');
});

test("HEAD returns the header fields only", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  for (const url of ["/", "/assets/a-1.js"]) {
    const whole = await server.app.inject({ url });
    const { statusCode, headers, body } = await server.app.inject({ method: "HEAD", url });
    expect([statusCode, body]).toEqual([200, ""]);
    expect(headers).toMatchObject({ "content-type": whole.headers["content-type"], etag: whole.headers.etag });
    expect(headers["content-length"]).toBe(String(whole.rawPayload.length));
  }
});

test("what is no page is not answered with one", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  for (const url of [
    "/api/nowhere",
    "/assets/gone.js",
    "/secret.pem",
    "/assets/..%2fsecret.pem",
    "/assets/%2e%2e/secret.pem",
  ]) {
    const answer = await server.app.inject({ url, headers: { accept: url.includes("secret") ? "*/*" : HTML } });
    expect([url, answer.statusCode]).toEqual([url, 404]);
    expect(answer.body).not.toContain("TOP SECRET");
  }
  expect((await server.app.inject({ method: "POST", url: "/settings", headers: { accept: HTML } })).statusCode).toBe(
    404,
  );
});

test("assets are immutable, compressed if the client accepts it, and not sent twice", async () => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  const plain = await server.app.inject("/assets/a-1.js");
  expect(plain.body).toBe("console.log(1)");
  expect(plain.headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
  });
  const small = await server.app.inject({ url: "/assets/a-1.js", headers: { "accept-encoding": "gzip, br" } });
  expect(small.headers["content-encoding"]).toBe("br");
  expect(small.rawPayload).toEqual(brotliCompressSync("console.log(1)"));
  const again = await server.app.inject({
    url: "/assets/a-1.js",
    headers: { "if-none-match": String(plain.headers.etag) },
  });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
});

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip;q=1.0, br; q=0.001", "br"],
  ["br;q=0, gzip", "gzip"],
  ["BR ; Q=0.000 , GZIP", "gzip"],
  ["br;q=0,gzip;q=0.0", "identity"],
  ["x-br, brotli, identity", "identity"],
  ["", "identity"],
])("who accepts “%s” is sent an asset as %s (RFC 9110 §12.5.3)", async (accepted, coding) => {
  await using server = await createTestServer({ webRoot: await builtPage() });
  const { headers } = await server.app.inject({ url: "/assets/a-1.js", headers: { "accept-encoding": accepted } });
  expect(headers["content-encoding"] ?? "identity").toBe(coding);
});

test("Vary names everything a response depends on, including Origin if one is allowed", async () => {
  const webRoot = await builtPage();
  await using alone = await createTestServer({ webRoot });
  expect((await alone.app.inject("/assets/a-1.js")).headers.vary).toBe("Accept-Encoding");
  await using shared = await createTestServer({ webRoot, allowedOrigins: ["http://localhost:3000"] });
  for (const url of ["/", "/assets/a-1.js"])
    expect((await shared.app.inject(url)).headers.vary).toBe("Origin, Accept-Encoding");
});

test("below a path, page and API are there, and at the root for a proxy that cuts it off", async () => {
  await using server = await createTestServer({ webRoot: await builtPage(), basePath: "/mail/" });
  for (const url of ["/mail/", "/mail/messages/abc", "/", "/messages/abc"]) {
    expect((await server.app.inject({ url, headers: { accept: HTML } })).body).toContain('<base href="/mail/" />');
  }
  expect((await server.app.inject("/mail/api/messages")).json()).toMatchObject({ total: 0 });
  expect((await server.app.inject("/api/messages")).json()).toMatchObject({ total: 0 });
  expect((await server.app.inject("/mail/healthz")).body).toBe("ok\n");
  expect((await server.app.inject("/mail")).headers.location).toBe("/mail/");
  expect((await server.app.inject("/mail/api/openapi.json")).json().servers).toEqual([{ url: "/mail" }]);
});

test("without a built page there is the API alone", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject({ url: "/", headers: { accept: HTML } });
  expect(answer.statusCode).toBe(404);
  expect(answer.json().detail).toContain("/api/docs");
});
