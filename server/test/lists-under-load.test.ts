import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { createMailbox } from "../src/mailbox/create-mailbox.ts";
import { type ListeningServer, mailSource, startTestServer, storeMessage } from "./support/test-http-server.ts";

/*
 * Waits, lists and searches with thousands of clients and messages. These tests take too long for `npm run check`.
 */

const letterTo = (address: string) => ({
  envelope: {
    greeting: "EHLO" as const,
    helo: "x",
    from: { address: "app@example.com", parameters: [] },
    to: [{ address, parameters: [] }],
    peer: { address: "127.0.0.1", port: 1 },
    tls: null,
    auth: null,
  },
});

test("5,000 concurrent waits each return their own message", async () => {
  await using server = await startTestServer({ mailbox: createMailbox({ limits: { messages: 10_000 } }) });
  const waits = await openWaits(server, 5_000);
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(5_000), { timeout: 60_000 });
  for (let n = 0; n < 5_000; n++)
    storeMessage(server.mailbox, mailSource(`Number ${n}.`), letterTo(`p${n}@example.com`));
  const answers = await Promise.all(waits.map(({ answer }) => answer));
  const subjects = answers.map((text) => /"subject":"([^"]*)"/.exec(text)?.[1]);
  expect(subjects).toEqual(Array.from({ length: 5_000 }, (_, n) => `Number ${n}.`));
  expect(server.mailbox.counts().waiters).toBe(0);
});

test("5,000 waits whose clients disconnect leave nothing behind", async () => {
  await using server = await startTestServer();
  const waits = await openWaits(server, 5_000);
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(5_000), { timeout: 60_000 });
  for (const { socket } of waits) socket.destroy();
  expect(new Set(await Promise.all(waits.map(({ answer }) => answer)))).toEqual(new Set([""]));
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(0), { timeout: 60_000 });
  expect(server.errors).toEqual([]);
});

test("lists and searches stay exact and ordered while mail arrives", async () => {
  await using server = await startTestServer({ mailbox: createMailbox({ limits: { messages: 50_000 } }) });
  const { client, mailbox } = server;
  let sent = 0;
  const done = new AbortController();
  const incoming = (async () => {
    while (!done.signal.aborted && sent < 40_000) {
      for (let n = 0; n < 20; n++)
        storeMessage(mailbox, mailSource(`Number ${++sent} ${sent % 2 === 0 ? "even" : "odd"}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  for (let round = 0; round < 30; round++) {
    const before = sent;
    const [list, found] = await Promise.all([
      client.listMessages(),
      client.listMessages({ query: { q: "subject:even", limit: 100 } }),
    ]);
    expect(list.total).toBeGreaterThanOrEqual(before);
    expect(found.matched).toBeGreaterThanOrEqual(Math.floor(before / 2));
    expect(found.matched).toBeLessThanOrEqual(Math.floor(sent / 2));
    const numbers = list.items.map(({ subject }) => Number(subject.split(" ")[1]));
    expect(numbers).toEqual(numbers.map((_, n) => list.total - n));
    const evens = found.items.map(({ subject }) => Number(subject.split(" ")[1]));
    expect(evens).toEqual(evens.map((_, n) => found.matched * 2 - 2 * n));
  }
  done.abort();
  await incoming;
});

interface PendingWait {
  readonly socket: Socket;
  /** The response, complete when the server closes the connection; empty if the client closed it. */
  readonly answer: Promise<string>;
}

/** Connections that are opened at once: beyond the listen backlog, connections are reset. */
const AT_ONCE = 200;

/** Opens waits, each for its own recipient on its own connection. Plain sockets, because thousands of HTTP clients are slow. */
async function openWaits(server: ListeningServer, count: number): Promise<PendingWait[]> {
  const waits: PendingWait[] = [];
  while (waits.length < count) {
    const turn = Array.from({ length: AT_ONCE }, (_, n) => openWait(server, `p${waits.length + n}@example.com`));
    await Promise.all(turn.map(({ socket }) => once(socket, "connect")));
    waits.push(...turn);
  }
  return waits;
}

function openWait(server: ListeningServer, recipient: string): PendingWait {
  const path = `/api/messages/wait?to=${recipient}&timeout=120000`;
  const socket = createConnection(Number(server.url.port), "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  socket.setEncoding("utf8").on("data", (some: string) => {
    text += some;
  });
  socket.once("close", () => resolve(text)).once("error", reject);
  return { socket, answer: promise };
}

test("many large messages are read one by one, while the response is sent", async () => {
  await using server = await startTestServer();
  const line = `${"\u0001".repeat(998)}\r\n`;
  for (let count = 0; count < 20; count++)
    storeMessage(server.mailbox, Buffer.from(`Subject: ${count}\r\n\r\n${line.repeat(400)}`));
  const run = vi.spyOn(server.worker, "run");
  const detailCount = () => run.mock.calls.filter(([job]) => job.name === "mail/detail").length;
  const response = await fetch(new URL("/api/messages/wait?count=20&timeout=60000", server.url));
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  // 48 MB in total: the rest is not read before the client has received what was read.
  expect(detailCount()).toBeLessThan(15);
  let size = first?.value?.length ?? 0;
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) size += next.value.length;
  expect(size).toBeGreaterThan(20 * 6 * 400 * 998);
  expect(detailCount()).toBe(20);
});
