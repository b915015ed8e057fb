import { request } from "node:http";
import { createConnection } from "node:net";
import { hostname } from "node:os";
import { describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createTestServer, mailSource, startTestServer, storeMessage } from "../../test/support/test-http-server.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";

describe("DNS rebinding", () => {
  test.each([
    "evil.example",
    "localhost.evil.example",
    "10.0.0.1",
    "evil.example:8025",
    "[::2]",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "[::1].evil.example",
    "[::1]evil.example:8025",
  ])("the name %s is refused", async (host) => {
    await using server = await createTestServer();
    for (const url of ["/api/messages", "/", "/nowhere", "/healthz", "/api/%6dessages"]) {
      const answer = await server.app.inject({ url, headers: { host } });
      expect([url, answer.statusCode]).toEqual([url, 421]);
      expect(answer.json().type).toBe("urn:mailglass:problem:foreign-host");
    }
  });

  test.each(["localhost", "localhost:8025", "mail.localhost", "127.0.0.1:1", "127.1.2.3", "[::1]:8025", "LOCALHOST"])(
    "the name %s is ours",
    async (host) => {
      await using server = await createTestServer();
      expect((await server.app.inject({ url: "/api/messages", headers: { host } })).statusCode).toBe(200);
    },
  );

  test("the bound address and allowed names are ours", async () => {
    await using server = await createTestServer({ host: "192.0.2.7", allowedHosts: ["mail.example", ".dev.example"] });
    const status = async (host: string) =>
      (await server.app.inject({ url: "/api/info", headers: { host } })).statusCode;
    expect(await status("192.0.2.7:8025")).toBe(200);
    expect(await status("mail.example")).toBe(200);
    expect(await status("a.dev.example")).toBe(200);
    expect(await status("a.mail.example")).toBe(421);
    expect(await status("baddev.example")).toBe(421);
  });

  describe("a server that listens on more than loopback", () => {
    const SERVICE_NAMES = [
      "mailpit:8025",
      "mail_hog",
      "MAILGLASS",
      "mail.default.svc.cluster.local",
      "host.docker.internal:8025",
      "172.17.0.1:8025",
      "[2001:db8::7]:8025",
    ];

    test.each([...SERVICE_NAMES, hostname()])("accepts the name %s", async (host) => {
      await using server = await createTestServer({ host: "::" });
      expect((await server.app.inject({ url: "/api/messages", headers: { host } })).statusCode).toBe(200);
    });

    test.each([
      "mail.example",
      "svc.cluster.local.evil.example",
      "evil-svc.cluster.local",
      "10",
      "mail pit",
      ".",
      "-.-",
    ])("refuses the name %s", async (host) => {
      await using server = await createTestServer({ host: "0.0.0.0" });
      expect((await server.app.inject({ url: "/api/messages", headers: { host } })).statusCode).toBe(421);
    });

    test.each(SERVICE_NAMES)("refuses %s with --strict-host, and on loopback", async (host) => {
      for (const options of [{ host: "::", strictHost: true }, { host: "localhost" }, { host: "127.0.0.1" }]) {
        await using server = await createTestServer(options);
        expect((await server.app.inject({ url: "/api/messages", headers: { host } })).statusCode).toBe(421);
      }
    });
  });

  test.each([
    ["without a name", "GET /api/messages HTTP/1.0\r\n\r\n"],
    ["with two names", "GET /api/messages HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"],
  ])("a request %s, over a real socket, is refused", async (_, request) => {
    await using server = await startTestServer();
    const answer = await new Promise<string>((resolve) => {
      const socket = createConnection(Number(server.url.port), "127.0.0.1", () => socket.end(request));
      socket.setEncoding("utf8").once("data", resolve);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(answer).toContain("must name exactly one valid host");
  });

  test.each(["mail pit", ".", ":80", "localhost@evil.example"])(
    "the response to a request that names no host says so: “%s”",
    async (host) => {
      await using server = await createTestServer();
      const answer = await server.app.inject({ url: "/api/messages", headers: { host } });
      expect(answer.json().detail).toBe("The request must name exactly one valid host (RFC 9112 §3.2).");
    },
  );

  test("the response to a request with an unknown name says how to allow it", async () => {
    await using server = await createTestServer();
    const answer = await server.app.inject({ url: "/api/messages", headers: { host: "mail.example:8025" } });
    expect(answer.json().detail).toContain("start Mailglass with --allow-host mail.example.");
  });

  test("a WebSocket under a foreign name is refused", async () => {
    await using server = await startTestServer();
    expect(await upgradeStatus(server.url, "/api/stream", { host: "evil.example" })).toBe(421);
  });
});

describe("pages of other origins", () => {
  const writes = [
    ["DELETE", "/api/messages"],
    ["POST", "/api/messages/delete"],
    ["POST", "/api/messages"],
    ["PATCH", "/api/messages"],
    ["POST", "/api/faults"],
    ["DELETE", "/api/faults"],
    ["POST", "/api/messages/test"],
    ["POST", "/nowhere/yet"],
  ] as const;
  const foreign = [
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:3000", host: "localhost:8025" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];

  test.each(writes)("%s %s is refused to them, and changes nothing", async (method, url) => {
    await using server = await createTestServer();
    storeMessage(server.mailbox, mailSource("Kept"));
    for (const headers of foreign) {
      for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
        const answer = await server.app.inject({
          method,
          url,
          headers: { ...headers, "content-type": type },
          payload: "{}",
        });
        expect([headers, answer.statusCode]).toEqual([headers, 403]);
      }
    }
    expect(server.mailbox.counts().messages).toBe(1);
  });

  test.each([
    [{ origin: "null" }, /^A page without an origin, such as a local file or a sandboxed frame, may not do this\.$/],
    [{ "sec-fetch-site": "cross-site" }, /^A page on another site may not do this\. .* --allow-origin ORIGIN, where/],
    [{ origin: "http://evil.example" }, /^A page of http:\/\/evil\.example .* --allow-origin http:\/\/evil\.example\./],
  ])("the response to %j says what can be done", async (headers, detail) => {
    await using server = await createTestServer();
    const answer = await server.app.inject({ method: "DELETE", url: "/api/messages", headers });
    expect(answer.json().detail).toMatch(detail);
  });

  test("no answer to them carries CORS, and no preflight is granted", async () => {
    await using server = await createTestServer();
    for (const method of ["GET", "OPTIONS"] as const) {
      const headers = { origin: "http://evil.example", "access-control-request-method": "DELETE" };
      const answer = await server.app.inject({ method, url: "/api/messages", headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(answer.headers["cross-origin-resource-policy"]).toBe("same-origin");
    }
  });

  test("an allowed origin reads, writes and preflights", async () => {
    const origin = "http://localhost:3000";
    await using server = await createTestServer({ allowedOrigins: [origin] });
    const read = await server.app.inject({ url: "/api/messages", headers: { origin } });
    expect(read.headers["access-control-allow-origin"]).toBe(origin);
    const preflight = await server.app.inject({
      method: "OPTIONS",
      url: "/api/messages",
      headers: { origin, "access-control-request-method": "DELETE", "access-control-request-headers": "content-type" },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers["access-control-allow-methods"]).toContain("DELETE");
    expect((await server.app.inject({ method: "DELETE", url: "/api/messages", headers: { origin } })).statusCode).toBe(
      200,
    );
    const other = await server.app.inject({
      method: "DELETE",
      url: "/api/messages",
      headers: { origin: "http://localhost:3001" },
    });
    expect(other.statusCode).toBe(403);
  });

  test("our own page, behind https too, and programs may write", async () => {
    await using server = await createTestServer();
    for (const headers of [
      {},
      { origin: "http://localhost:80" },
      { origin: "https://localhost" },
      { "sec-fetch-site": "same-origin" },
    ]) {
      const answer = await server.app.inject({
        method: "DELETE",
        url: "/api/messages",
        headers: { host: "localhost", ...headers },
      });
      expect([headers, answer.statusCode]).toEqual([headers, 200]);
    }
  });

  test.each(["/api/stream", "/api/%73tream", "/%61pi/stream", "/api/stream?since=0", "/api//stream", "/api/info"])(
    "a WebSocket to %s is refused to them",
    async (path) => {
      await using server = await startTestServer();
      for (const origin of ["http://evil.example", "null", "http://127.0.0.1:1"]) {
        expect([origin, await upgradeStatus(server.url, path, { origin })]).toEqual([origin, 403]);
      }
    },
  );

  test("our own page opens the WebSocket", async () => {
    await using server = await startTestServer();
    const socket = new WebSocket(new URL("/api/stream", server.url), { origin: server.url.origin });
    const first = await new Promise<Buffer>((resolve) => socket.once("message", resolve));
    expect(first.toString()).toContain('"type":"hello"');
    socket.close();
  });
});

test("reading marks nothing and removes nothing", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, mailSource("Still here"));
  const { seq } = server.mailbox;
  const paths = [
    "",
    "/raw",
    "/text",
    "/html",
    "/headers",
    "/envelope",
    "/parts",
    "/parts/0",
    "/findings",
    "/links",
    "/codes",
    "/session",
    "/preview",
    "/preview/info",
    "/delete",
  ];
  for (const path of paths) await server.app.inject(`/api/messages/${id}${path}`);
  for (const path of [
    "/api/messages/latest",
    "/api/messages/delete",
    "/api/messages/test",
    "/api/faults",
    "/api/messages?q=is:unread",
  ]) {
    await server.app.inject(path);
  }
  expect(server.mailbox.seq).toBe(seq);
  expect((await server.mailbox.get(id))?.read).toBe(false);
});

test("with a user and password, only the probes answer without them", async () => {
  await using server = await createTestServer({ auth: (user, password) => user === "jo" && password === "pa:ss" });
  const get = async (url: string, authorization?: string) =>
    (await server.app.inject({ url, headers: authorization ? { authorization } : {} })).statusCode;
  expect(await get("/healthz")).toBe(200);
  for (const url of ["/", "/api/messages", "/api/docs", "/metrics", "/nowhere", "/healthz?a"])
    expect([url, await get(url)]).toEqual([url, 401]);
  expect(await get("/api/messages", basic("jo:wrong"))).toBe(401);
  expect(await get("/api/messages", basic("jo:pa:ss"))).toBe(200);
});

test.each([
  ["without a colon", "Basic am8="],
  ["without its padding", "Basic am86cGE"],
  ["with more behind it", "Basic am86cGE= x"],
  ["with junk behind its padding", "Basic am86cGE====junk"],
  ["with junk within it", "Basic am8*6cGE="],
  ["in base64url", "Basic _z06cGE="],
  ["with bits that count for nothing", "Basic am86cGF="],
  ["twice", "Basic am86cGE=, Basic am86cGE="],
  ["by another scheme", "Bearer am86cGE="],
  ["that is no UTF-8", `Basic ${Buffer.from("jo:pa\xff", "latin1").toString("base64")}`],
  ["that is empty", "Basic "],
])("a password %s is none", async (_what, authorization) => {
  await using server = await createTestServer({ auth: (user, password) => user === "jo" && password.startsWith("pa") });
  const get = async (headers: Record<string, string>) =>
    (await server.app.inject({ url: "/api/messages", headers })).statusCode;
  expect(await get({ authorization })).toBe(401);
  expect(await get({ authorization: "basic  am86cGE=" })).toBe(200);
});

test("every answer says nosniff, and names what it may load", async () => {
  await using server = await createTestServer();
  for (const url of ["/", "/api/messages", "/api/docs", "/nowhere", "/healthz"]) {
    const { headers } = await server.app.inject(url);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  }
});

describe("caps", () => {
  test("a JSON body over a megabyte is refused with what to do", async () => {
    await using server = await createTestServer();
    const payload = JSON.stringify({ ids: ["a".repeat(2 ** 20)] });
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/messages/delete",
      headers: { "content-type": "application/json" },
      payload,
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json().type).toBe("urn:mailglass:problem:payload-too-large");
  });

  test.each(["250 OK", "451 a\r\n250 b", "451 \u0000", "451\u007f", "45"])(
    "a fault that replies %j is refused",
    async (reply) => {
      await using server = await createTestServer();
      const payload = { on: "mail", reply };
      expect((await server.app.inject({ method: "POST", url: "/api/faults", payload })).statusCode).toBe(400);
    },
  );

  test("a search text over its cap, and a deeply nested body, are refused", async () => {
    await using server = await createTestServer();
    expect((await server.app.inject(`/api/messages?q=${"a".repeat(2001)}`)).statusCode).toBe(400);
    const payload = "[".repeat(100_000);
    const headers = { "content-type": "application/json" };
    expect((await server.app.inject({ method: "POST", url: "/api/faults", headers, payload })).statusCode).toBe(400);
  });

  test("a message over the size limit is refused", async () => {
    const bytes = 25 * 1024 * 1024 + 1;
    await using server = await createTestServer();
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/messages",
      headers: { "content-type": "message/rfc822" },
      payload: Buffer.alloc(bytes, "a"),
    });
    expect(answer.statusCode).toBe(413);
    expect(server.mailbox.counts().messages).toBe(0);
  });
});

test.each(["..%2f..%2fetc%2fpasswd", "%2e%2e", "__proto__", "constructor", "a%00b", "latest%2f..", "é"])(
  "the id %s is nobody's",
  async (id) => {
    await using server = await createTestServer();
    for (const url of [`/api/messages/${id}`, `/api/messages/${id}/raw`, `/api/sessions/${id}`, `/api/faults/${id}`]) {
      const answer = await server.app.inject(url);
      expect([url, answer.statusCode]).toEqual([url, 404]);
      expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    }
    expect(server.errors).toEqual([]);
  },
);

const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

function upgradeStatus(url: URL, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      connection: "upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "MTIzNDU2Nzg5MDEyMzQ1Ng==",
    };
    const asked = request({ host: url.hostname, port: url.port, path, headers: { ...upgrade, ...headers } });
    asked.once("upgrade", (_, socket) => {
      socket.destroy();
      resolve(101);
    });
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once("error", reject);
    asked.end();
  });
}

test.each(["/api/stream", "/api/messages/wait"])(
  "a client that hangs up while its password is checked does not reach %s",
  async (path) => {
    const { promise: right, resolve: tell } = Promise.withResolvers<boolean>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const auth = () => {
      ask();
      return right;
    };
    const mailbox = createMailbox();
    const listens = [vi.spyOn(mailbox, "subscribe"), vi.spyOn(mailbox, "wait")];
    await using server = await startTestServer({ mailbox, auth });
    const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
    server.app.server.once("connection", (socket) => socket.once("close", leave));
    const client = createConnection(Number(server.url.port), "127.0.0.1");
    client.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic YTpi\r\n\r\n`);
    await asked;
    client.destroy();
    await gone;
    tell(true);
    await fetch(new URL("/healthz", server.url));
    for (const listen of listens) expect(listen).not.toHaveBeenCalled();
  },
);
