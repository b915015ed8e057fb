import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { type AllApis, allApis } from "./support/all-apis.ts";
import { mailSource, storeMessage } from "./support/test-http-server.ts";

/** Requests as raw bytes, because no client library sends them: truncated, with a wrong length, or slow. */

const open = (server: AllApis): Promise<Socket> => {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  return once(socket, "connect").then(() => socket);
};

/** Returns all bytes received on a connection until it is closed. */
async function exchange(server: AllApis, bytes: string, { end = true } = {}): Promise<string> {
  const socket = await open(server);
  const closed = once(socket, "close");
  let answer = "";
  socket.setEncoding("utf8").on("data", (data) => {
    answer += data;
  });
  if (end) socket.end(bytes);
  else socket.write(bytes);
  await closed;
  return answer;
}

const head = (line: string, ...fields: string[]) =>
  [`${line} HTTP/1.1`, "Host: localhost", ...fields, "", ""].join("\r\n");

const WIPES = ["DELETE /api/messages", "DELETE /api/v1/messages", "DELETE /mailhog/api/v1/messages"];

const upgrade = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];
const body = '{"IDs":["zzz"]}';
const ATTACKS: [what: string, fields: readonly string[], body: string][] = [
  ["whose body has no length", [], body],
  ["whose body is shorter than its length, and ends", ["Content-Length: 100"], body],
  ["whose body is longer than its length", ["Content-Length: 2"], body],
  ["with a length of 0 and a body", ["Content-Length: 0"], body],
  ["with two lengths", ["Content-Length: 15", "Content-Length: 0"], body],
  ["with a length that is no number", ["Content-Length: 0x0"], body],
  ["with a length and chunks", ["Content-Length: 0", "Transfer-Encoding: chunked"], `f\r\n${body}\r\n0\r\n\r\n`],
  ["in chunks, without the last", ["Transfer-Encoding: chunked"], `f\r\n${body}\r\n`],
  ["in chunks, the first of them cut off", ["Transfer-Encoding: chunked"], "f\r\n{"],
  ["in chunks, none of which has come", ["Transfer-Encoding: chunked"], ""],
  ["in chunks of no number", ["Transfer-Encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n"],
  ["in chunks", ["Transfer-Encoding: chunked"], `f\r\n${body.replace("IDs", "ids2").slice(0, 15)}\r\n0\r\n\r\n`],
  ["in another coding of transfer", ["Transfer-Encoding: gzip, chunked"], `f\r\n${body}\r\n0\r\n\r\n`],
  ["in a coding of transfer that is not the last", ["Transfer-Encoding: chunked, gzip"], `f\r\n${body}\r\n0\r\n\r\n`],
  ["that asks for a WebSocket", [...upgrade, "Transfer-Encoding: chunked"], `1\r\n[\r\n0\r\n\r\n`],
  ["that asks for a WebSocket, with a length", [...upgrade, "Content-Length: 1"], "["],
  ["that expects to be asked for its body", ["Expect: 100-continue", "Content-Length: 100"], ""],
];

test.each(WIPES.flatMap((line) => ATTACKS.map((attack) => [line, ...attack] as const)))(
  "%s %s deletes nothing",
  async (line, _what, fields, sent) => {
    await using server = await allApis();
    storeMessage(server.mailbox, mailSource("One"));
    const answer = await exchange(server, head(line, ...fields) + sent);
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/m);
    expect(server.mailbox.counts().messages).toBe(1);
  },
);

test.each(WIPES)(
  "%s with a body that has no length deletes nothing although the client stays, and is refused",
  async (line) => {
    await using server = await allApis();
    storeMessage(server.mailbox, mailSource("One"));
    expect(await exchange(server, head(line) + body, { end: false })).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.mailbox.counts().messages).toBe(1);
  },
);

test.each([
  ["another host", "http://evil.example/api/info", "localhost", 421],
  ["another host than its own Host field", "http://127.0.0.1/api/info", "localhost", 421],
  ["us, under another Host field", "http://localhost/api/info", "evil.example", 421],
  ["us, with a user", "http://localhost@evil.example/api/info", "localhost", 421],
  ["nobody", "http:///api/info", "localhost", 421],
  ["another host by another scheme", "ftp://evil.example/api/info", "localhost", 421],
  ["us", "http://localhost/api/info", "localhost", 200],
  ["us by our address", "HTTP://127.0.0.1:8025/api/info?", "127.0.0.1:8025", 200],
])("a target in absolute form that names %s", async (_what, target, host, status) => {
  await using server = await allApis();
  const answer = await exchange(server, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, {
    end: false,
  });
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test("requests that trickle in do not hold their connections forever; waits and streams live on", async () => {
  await using server = await allApis();
  const { server: http } = server.app;
  expect(http.headersTimeout).toSatisfy((timeout) => timeout > 0 && timeout <= 60_000);
  expect(http.requestTimeout).toSatisfy((timeout) => timeout > 0 && timeout <= 300_000);
  // With the usual limits, the test would take minutes.
  http.headersTimeout = 200;
  http.requestTimeout = 400;

  const wait = server.send("GET", "/api/messages/wait?timeout=50000");
  const stream = await open(server);
  let events = "";
  stream.setEncoding("utf8").on("data", (data) => {
    events += data;
  });
  stream.write(head("GET /api/stream", "Accept: text/event-stream"));
  await vi.waitFor(() => expect(events).toContain("hello"), { timeout: 20_000 });

  const slow = [
    "",
    "DEL",
    "DELETE /api/v1/messages HTTP/1.1\r\nHost: localhost\r\nX-A: ",
    head("DELETE /api/v1/messages", "Content-Length: 100") + body,
    head("DELETE /api/v1/messages", "Transfer-Encoding: chunked") + "f\r\n{",
    head("POST /api/v1/send", "Content-Length: 1000000") + "{",
  ];
  await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const socket = await open(server);
      const closed = once(socket.resume(), "close");
      socket.write(slow[n % slow.length] ?? "");
      await closed;
    }),
  );

  const { id } = storeMessage(server.mailbox, mailSource("One"));
  expect(await wait).toMatchObject({ status: 200, body: expect.stringContaining(id) });
  await vi.waitFor(() => expect(events).toContain(id), { timeout: 20_000 });
  stream.destroy();
});
