import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/** Attacks from the security advisories of the products that we replace, tried on their routes. */

let app: RunningApp;

beforeAll(async () => {
  app = await startTestApp({ maxMessageBytes: 1024 * 1024 });
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Unlike fetch, this sends any Host and Origin. */
async function sendRequest(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = "",
): Promise<RawResponse> {
  const sent = request(`${app.origin}${path}`, {
    method,
    headers: { accept: "*/*", "content-length": Buffer.byteLength(body), ...headers },
  }).end(body);
  const [response] = await once(sent, "response");
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function storeAndGetId(mail = "Subject: secret\n\nreset link"): Promise<string> {
  await app.send(mail);
  return app.mailbox.list({ limit: 1 }).items[0]?.id ?? "";
}

const WRITES = [
  ["DELETE", "/api/v1/messages"],
  ["DELETE", "/mailhog/api/v1/messages"],
  ["DELETE", "/api/v1/messages/:id"],
  ["PUT", "/api/v1/messages"],
  ["DELETE", "/api/v1/search?query=secret"],
  ["POST", "/api/v1/send"],
  ["PUT", "/api/v1/tags"],
  ["PUT", "/api/v1/chaos"],
  ["POST", "/api/v2/jim"],
  ["POST", "/api/v1/message/latest/release"],
  ["POST", "/api/v1/messages/:id/release"],
] as const;

const READS = [
  "/api/v1/messages",
  "/api/v2/messages",
  "/mailhog/api/v1/messages",
  "/api/v1/message/latest",
  "/api/v1/message/latest/raw",
  "/api/v1/search?query=secret",
  "/view/latest.html",
  "/view/latest.txt",
  "/api/v1/events",
] as const;

const SOCKETS = ["/api/events", "/api/v2/websocket", "/%61pi/events", "/api//events", "/api/v2/%77ebsocket"] as const;

const expectUntouched = () => {
  const { messages, unread } = app.mailbox.counts();
  return messages === 1 && unread === 1 && app.mailbox.faults.list().length === 0;
};

describe("a page of another origin", () => {
  test.each(WRITES)("may not %s %s", async (method, path) => {
    const at = path.replace(":id", await storeAndGetId());
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "content-type": "text/plain" },
    ]) {
      expect(await sendRequest(method, at, headers, "{}")).toMatchObject({ status: 403 });
    }
    expect(expectUntouched()).toBe(true);
  });

  test.each(READS)("is not given %s by CORS", async (path) => {
    await storeAndGetId();
    const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const sent = request(`${app.origin}${path}`, { headers }).end();
    const [response] = await once(sent, "response");
    expect(response.headers["access-control-allow-origin"]).toBeUndefined();
    response.destroy();
  });

  test("marks nothing as read by an image or a link", async () => {
    await storeAndGetId();
    await sendRequest("GET", "/api/v1/message/latest", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" });
    expect(expectUntouched()).toBe(true);
    await sendRequest("GET", "/api/v1/message/latest", { "sec-fetch-site": "same-origin" });
    expect(app.mailbox.counts().unread).toBe(0);
  });

  test.each(SOCKETS)("may not open the WebSocket at %s", async (path) => {
    for (const origin of ["https://evil.example", "null", "http://localhost:1"]) {
      expect(await requestUpgrade(path, { origin })).toBe(403);
    }
  });
});

describe("a foreign host name that points here (DNS rebinding)", () => {
  test.each(READS)("is not served %s", async (path) => {
    await storeAndGetId();
    expect(await sendRequest("GET", path, { host: "evil.example" })).toMatchObject({ status: 421 });
  });

  test.each(WRITES)("may not %s %s", async (method, path) => {
    const at = path.replace(":id", await storeAndGetId());
    expect(await sendRequest(method, at, { host: "evil.example" }, "{}")).toMatchObject({ status: 421 });
    expect(expectUntouched()).toBe(true);
  });

  test.each(SOCKETS)("gets no WebSocket at %s", async (path) => {
    expect(await requestUpgrade(path, { host: "evil.example" })).toBe(421);
  });
});

describe("active content", () => {
  const page = (html: string) => `Content-Type: text/html; charset=utf-8\n\n${html}`;

  test("is not in the page of a message, which runs nothing anyway and has an origin of its own", async () => {
    await storeAndGetId(
      page(
        "<p onclick=alert(1)>a</p><script>alert(2)</script><a href=' java\tscript:alert(3)'>b</a><base href=//evil>" +
          "<meta http-equiv=refresh content='0;url=//evil'><iframe srcdoc='<script>alert(4)</script>'></iframe>" +
          "<svg onload=alert(5)><script>alert(6)</script></svg><object data=x><meta name=y><p>alert(7)</p></object>",
      ),
    );
    const { headers, body } = await sendRequest("GET", "/view/latest.html");
    expect(body).not.toMatch(/alert|script|evil/i);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toMatch(/^sandbox(?! [^;]*allow-(?:scripts|same-origin))/);
    expect(policy).toContain("default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("loads nothing from elsewhere", async () => {
    await storeAndGetId(page("<img src=https://evil.example/pixel.png>"));
    const { headers } = await sendRequest("GET", "/view/latest.html");
    expect(String(headers["content-security-policy"])).toMatch(/img-src 'self' data:(;|$)/);
  });

  test.each(["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/pdf", "a/b; c"])(
    "of type %s is only ever saved",
    async (type) => {
      const part = `Content-Type: ${type}\nContent-Disposition: attachment; filename="x\\"\\r\\n.html"\n\n<script>alert(1)</script>`;
      await storeAndGetId(`Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}\n--b--\n`);
      const id = app.mailbox.list({ limit: 1 }).items[0]?.id;
      for (const path of ["/api/v1/message/latest/part/1", `/api/v1/messages/${id}/mime/part/0/download`]) {
        const { headers } = await sendRequest("GET", path);
        expect(headers["content-disposition"]).toMatch(
          /^attachment; filename="[\w.@ -]*"; filename\*=UTF-8''[\w.%~!-]*$/,
        );
        expect(headers["content-security-policy"]).toMatch(/^sandbox;/);
        expect(headers["x-content-type-options"]).toBe("nosniff");
      }
    },
  );

  test("in the source is shown as text", async () => {
    await storeAndGetId("<script>alert(1)</script>: x\n\nx");
    const { headers } = await sendRequest("GET", "/api/v1/message/latest/raw");
    expect(headers).toMatchObject({ "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" });
  });
});

test("the server connects to no host that a message names", async () => {
  let calls = 0;
  const { createServer } = await import("node:http");
  const target = createServer((_request, response) => {
    calls++;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(target, "listening");
  const address = target.address();
  const port = typeof address === "object" ? address?.port : 0;
  const html = `<a href="http://127.0.0.1:${port}/a"><img src="http://127.0.0.1:${port}/b"><link rel=stylesheet href="http://localhost:${port}/c">`;
  await storeAndGetId(`Content-Type: text/html\n\n${html}`);
  for (const path of ["/link-check?follow=true", "/html-check", "", "/part/0/thumb"]) {
    expect(await sendRequest("GET", `/api/v1/message/latest${path}`)).toMatchObject({ status: 200 });
  }
  expect(await sendRequest("GET", "/view/latest.html?embed=1")).toMatchObject({ status: 200 });
  const allowed = await startTestApp({ checkLinks: true });
  await allowed.send(`Content-Type: text/html\n\n${html}`);
  const checked = await fetch(`${allowed.origin}/api/v1/message/latest/link-check?follow=true`);
  expect(await checked.json()).toMatchObject({
    Errors: 3,
    Links: [{ StatusCode: 451 }, { StatusCode: 451 }, { StatusCode: 451 }],
  });
  expect(calls).toBe(0);
  await allowed.close();
  target.close();
});

test.each([
  [{ From: { Email: "a@x.test" }, To: [{ Email: "b@x.test\r\nBcc: c@x.test" }] }, "To"],
  [{ From: { Email: "a@x.test>\r\nX: y" }, To: [{ Email: "b@x.test" }] }, "From"],
  [{ From: { Email: "a@x.test" }, To: [{ Email: "b@x.test" }], Headers: { "X-A": "b\r\nX-C: d" } }, "X-A"],
  [{ From: { Email: "a@x.test" }, To: [{ Email: "b@x.test" }], Headers: { "X-A\r\nX-B": "c" } }, "X-B"],
])("send takes no field that begins another: %j", async (body, named) => {
  const answer = await sendRequest("POST", "/api/v1/send", {}, JSON.stringify(body));
  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining(named) });
  expect(app.mailbox.counts().messages).toBe(0);
});

test("names and subjects cannot begin a header field either", async () => {
  const body = {
    From: { Email: "a@x.test", Name: "A\r\nX-Evil: 1" },
    To: [{ Email: "b@x.test" }],
    Subject: "s\r\nX-Evil: 2",
    Attachments: [
      { Content: "AAAA", Filename: "f\r\nX-Evil: 3", ContentType: "a/b\r\nX-Evil: 4", ContentID: "c\r\nX-Evil: 5" },
    ],
  };
  expect(await sendRequest("POST", "/api/v1/send", {}, JSON.stringify(body))).toMatchObject({ status: 200 });
  expect(app.mailbox.list({ limit: 1 }).items[0]?.open()?.mail().raw().toString()).not.toMatch(/^X-Evil/m);
});

test("a body that is too large is refused while it comes", async () => {
  const Text = "x".repeat(1025 * 1024);
  const answer = await sendRequest("POST", "/api/v1/send", {}, JSON.stringify({ Text }));
  expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('"Error"') });
});

test.each(["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "latest%0d%0ax", "__proto__", "constructor"])(
  "an id %s is just not there",
  async (id) => {
    for (const path of [`/api/v1/message/${id}`, `/api/v1/message/${id}/raw`, `/view/${id}.html`]) {
      expect((await sendRequest("GET", path)).status).toBe(404);
    }
  },
);

test.each([
  [
    "deep multiparts",
    Array.from({ length: 1_000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join(""),
  ],
  ["many parts", `Content-Type: multipart/mixed; boundary=b\n\n${"--b\n\nx\n".repeat(5_000)}`],
  ["many line ends", `Content-Type: multipart/mixed; boundary=b\n\n--b\n${"\n".repeat(30_000)}x`],
  ["many recipients in a field", `To: ${"a@x.test, ".repeat(4_000)}b@x.test\n\nx`],
  ["open tags", `Content-Type: text/html\n\n${"<a href=".repeat(5_000)}`],
  ["no header at all", "\n\nx"],
  ["open comments", `List-Unsubscribe: ${"(".repeat(900_000)}\n\nx`],
  ["open brackets", `Subject: x\n\n${"<http://".repeat(110_000)}`],
  ["NULs", "Subject: a\0b\n\n\0\0"],
])("%s are read without choking", async (_what, mail) => {
  const id = await storeAndGetId(mail);
  for (const path of [
    "/api/v1/messages",
    `/api/v1/message/${id}`,
    `/api/v1/message/${id}/headers`,
    `/api/v1/message/${id}/link-check`,
    "/api/v1/search?query=zzz",
    "/api/v2/messages",
    "/api/v2/search?kind=containing&query=zzz",
    `/view/${id}.txt`,
  ]) {
    expect((await sendRequest("GET", path)).status).toBe(200);
  }
});

/** Status of an attempt to open a WebSocket. */
async function requestUpgrade(path: string, headers: Record<string, string>): Promise<number> {
  const socket = connect(app.http.port, "127.0.0.1");
  const fields = {
    host: `127.0.0.1:${app.http.port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const [data] = await once(socket, "data");
  socket.destroy();
  return Number(String(data).split(" ")[1]);
}
