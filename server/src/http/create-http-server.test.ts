import { createConnection } from "node:net";
import type { MessageListQuery } from "@mailglass/shared";
import { expect, test, vi } from "vitest";
import { createTestServer, mailSource, startTestServer, storeMessage } from "../../test/support/test-http-server.ts";

test("a received message is listed, returned in full, and available byte for byte", async () => {
  await using server = await startTestServer();
  const source = Buffer.from("Subject: caf\xe9\r\n\r\n..dots\nbare\0line\xff", "latin1");
  const { id } = storeMessage(server.mailbox, source);
  const list = await server.client.listMessages();
  expect(list).toMatchObject({ total: 1, matched: 1, next: null, seq: server.mailbox.seq });
  expect(list.items[0]).toMatchObject({ id, size: source.length, read: false });
  expect(await server.client.getMessage({ params: { id } })).toMatchObject({
    id,
    text: expect.stringContaining("..dots"),
  });
  expect(Buffer.from(await server.client.getRaw({ params: { id } }))).toEqual(source);
});

test("a list tells how many are unread, of all and of those that match", async () => {
  await using server = await startTestServer();
  const ids = [1, 2, 3, 4, 5].map((n) => storeMessage(server.mailbox, mailSource(`Number ${n % 2}`)).id);
  await server.mailbox.mark(ids[0] ?? "", { read: true });
  const counts = async (query: MessageListQuery) => {
    const { total, unread, matched, matchedUnread } = await server.client.listMessages({ query });
    return { total, unread, matched, matchedUnread };
  };
  const all = { total: 5, unread: 4, matched: 5, matchedUnread: 4 };
  expect(await counts({})).toEqual(all);
  expect(await counts({ limit: 0 })).toEqual(all);
  expect(await counts({ q: "subject:1", limit: 1 })).toEqual({ ...all, matched: 3, matchedUnread: 2 });
  await server.mailbox.remove([ids[1] ?? ""]);
  expect(await counts({ q: "subject:1", limit: 0 })).toEqual({ total: 4, unread: 3, matched: 3, matchedUnread: 2 });
});

test("pages go from the newest to the oldest without a gap", async () => {
  await using server = await startTestServer();
  for (let n = 1; n <= 7; n++) storeMessage(server.mailbox, mailSource(`Number ${n}`));
  const subjects: string[] = [];
  let before: number | undefined;
  do {
    const page = await server.client.listMessages({ query: { limit: 3, before } });
    subjects.push(...page.items.map(({ subject }) => subject));
    before = page.next ?? undefined;
  } while (before !== undefined);
  expect(subjects).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `Number ${n}`));
});

test("a page may start at any position, and the next one continues from there", async () => {
  await using server = await startTestServer();
  for (let n = 1; n <= 7; n++) storeMessage(server.mailbox, mailSource(`Number ${n}`));
  const at = async (query: MessageListQuery) => {
    const { items, matched, next } = await server.client.listMessages({ query });
    return { numbers: items.map(({ subject }) => Number(subject.slice(-1))), matched, next };
  };
  const { next, ...page } = await at({ limit: 2, offset: 3 });
  expect(page).toEqual({ numbers: [4, 3], matched: 7 });
  expect(await at({ limit: 5, before: next ?? 0 })).toEqual({ numbers: [2, 1], matched: 7, next: null });
  expect(await at({ q: "subject:number", limit: 2, offset: 3 })).toMatchObject({ numbers: [4, 3], matched: 7 });
  expect(await at({ limit: 2, offset: 7 })).toEqual({ numbers: [], matched: 7, next: null });
});

test("a query that cannot be read is refused with its column", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject("/api/messages?q=from%3Ajo%20larger%3Ahuge");
  expect(answer.statusCode).toBe(400);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(answer.json()).toMatchObject({ type: "urn:mailglass:problem:invalid-query", column: 16 });
});

test("a parameter that no route knows is refused, with those it knows", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject("/api/messages?limt=5");
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toContain("limt; it accepts q, limit, before, after, offset");
});

test.each([
  ["an address that cannot be decoded", "GET /api/messages/%ZZ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  [
    "a part of a path that is too long",
    `GET /api/messages/${"a".repeat(300)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    431,
  ],
  ["what is no HTTP at all", "EHLO me\r\n\r\n", 400],
  ["a header of megabytes", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"a".repeat(100_000)}\r\n\r\n`, 431],
])("%s is answered with a problem, too", async (_name, bytes, status) => {
  await using server = await startTestServer();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(server.url.port), "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("utf8").once("data", resolve).once("error", reject);
  });
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain("content-type: application/problem+json");
  expect(answer).toContain(`"status":${status}`);
});

test("a client that offers HTTP/2 is answered in HTTP/1.1, its body read", async () => {
  await using server = await startTestServer();
  const offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n";
  const body = "To: ann@example.com\r\nSubject: from Java\r\n\r\n";
  const head = `Host: localhost\r\n${offer}Content-Type: message/rfc822\r\nContent-Length: ${body.length}\r\n`;
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(server.url.port), "127.0.0.1", () =>
      socket.write(`POST /api/messages HTTP/1.1\r\n${head}\r\n${body}`),
    );
    socket.setEncoding("utf8").once("data", resolve).once("error", reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  expect((await server.client.listMessages()).items[0]).toMatchObject({ subject: "from Java" });
});

test("a WebSocket upgrade before the previous response closes its connection, and affects nothing else", async () => {
  await using server = await startTestServer();
  const waits = "GET /api/messages/wait HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const upgrades = "GET /api/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(server.url.port), "127.0.0.1", () => socket.write(waits + upgrades));
    let text = "";
    socket.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
    socket.once("close", () => resolve(text)).once("error", reject);
  });
  expect(answer).toBe("");
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(0));
  expect(await server.client.listMessages()).toMatchObject({ total: 0 });
});

test.each([
  ["POST", "/api/faults", "text/plain", "The body is text/plain; this route accepts application/json."],
  [
    "POST",
    "/api/messages",
    "text/html",
    "The body is text/html; this route accepts application/json and message/rfc822.",
  ],
  [
    "POST",
    "/api/messages/import",
    "application/json",
    "The body is application/json; this route accepts message/rfc822, application/mbox and application/octet-stream.",
  ],
  [
    "POST",
    "/api/messages/import",
    undefined,
    "The request has no Content-Type header field; this route accepts message/rfc822, application/mbox and application/octet-stream.",
  ],
  ["DELETE", "/api/faults", "text/plain", "The body is text/plain. This route takes no body. Leave it out."],
] as const)(
  "%s %s with a body of %s gets a response that says what the route accepts",
  async (method, url, type, detail) => {
    await using server = await createTestServer();
    const headers = { "content-length": "1", ...(type !== undefined && { "content-type": type }) };
    const answer = await server.app.inject({ method, url, headers, payload: Buffer.from("x") });
    expect([answer.statusCode, answer.json().detail]).toEqual([415, detail]);
  },
);

test("a path that only resembles that of a route is unknown", async () => {
  await using server = await createTestServer();
  const ask = async (url: string) => (await server.app.inject({ method: "POST", url })).statusCode;
  expect(await ask("/api/messages/1/attachments.zip")).toBe(405);
  expect(await ask("/api/messages/1/attachmentsXzip")).toBe(404);
});

test.each(["limit=", "limit=1.5", "limit=%20", "before=", "offset=x"])(
  "a number that is none is refused, not guessed: %s",
  async (query) => {
    await using server = await createTestServer();
    const { statusCode, body } = await server.app.inject({ url: `/api/messages?${query}` });
    expect([statusCode, body]).toEqual([400, expect.stringContaining("must be a whole number")]);
  },
);

test.each(["limit=1&limit=2", "q=a&q=b", "q=a&q=a"])(
  "a parameter that is given twice is refused: %s",
  async (query) => {
    await using server = await createTestServer();
    const { statusCode, body } = await server.app.inject({ url: `/api/messages?${query}` });
    expect([statusCode, body]).toEqual([400, expect.stringContaining("more than once")]);
  },
);
