import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { ProblemError } from "@mailglass/shared/client";
import { expect, test, vi } from "vitest";
import {
  createTestServer,
  type ListeningServer,
  mailSource,
  startTestServer,
  storeMessage,
} from "../../test/support/test-http-server.ts";
import { createMailbox } from "../mailbox/create-mailbox.ts";

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

test("a stored message is returned at once, a new one when it arrives", async () => {
  await using server = await startTestServer();
  const { client } = server;
  storeMessage(server.mailbox, mailSource("There"));
  expect((await client.waitForMessages({ query: { subject: "There", timeout: 0 } })).items).toHaveLength(1);
  const waiting = client.waitForMessages({ query: { q: "subject:coming", count: 2 } });
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(1));
  storeMessage(server.mailbox, mailSource("Coming 1"));
  storeMessage(server.mailbox, mailSource("Other"));
  storeMessage(server.mailbox, mailSource("Coming 2"));
  expect((await waiting).items.map(({ subject }) => subject)).toEqual(["Coming 1", "Coming 2"]);
});

test("a wait that times out reports its criteria, near misses and failed sessions", async () => {
  await using server = await startTestServer();
  storeMessage(server.mailbox, mailSource("Reset your password"));
  const query = { to: "jo@example.com", subject: "welcome", timeout: 5 };
  const error = await server.client.waitForMessages({ query }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problem).toMatchObject({
    type: "urn:mailglass:problem:wait-timed-out",
    status: 404,
    criteria: "to:jo@example.com subject:welcome",
    count: 1,
    seen: 1,
    matched: [],
    nearMisses: [{ message: { subject: "Reset your password" }, failed: ["subject:welcome"] }],
    failedSessions: [],
  });
});

test("an empty mailbox says where mail is expected", async () => {
  await using server = await createTestServer();
  const answer = await server.app.inject("/api/messages/wait?timeout=0");
  expect(answer.json().detail).toMatch(
    /^No message arrived within \d+ ms that matches any message\n0 messages were checked.\nNothing arrived at all/,
  );
});

test("the criteria of parameters are taken as they are, not as queries", async () => {
  await using server = await createTestServer();
  storeMessage(server.mailbox, mailSource('Say "OR" -this'));
  const ask = async (subject: string) =>
    (await server.app.inject({ url: "/api/messages/wait", query: { subject, timeout: "0" } })).statusCode;
  expect(await ask('"OR" -this')).toBe(200);
  expect(await ask("say OR that")).toBe(404);
});

test("5,000 waits at once are each answered with their own message", { timeout: 120_000 }, async () => {
  await using server = await startTestServer({ mailbox: createMailbox({ limits: { messages: 10_000 } }) });
  const waits = await manyWaits(server, 5_000);
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(5_000), { timeout: 60_000 });
  for (let n = 0; n < 5_000; n++)
    storeMessage(server.mailbox, mailSource(`Number ${n}.`), letterTo(`p${n}@example.com`));
  const answers = await Promise.all(waits.map(({ answer }) => answer));
  const subjects = answers.map((text) => /"subject":"([^"]*)"/.exec(text)?.[1]);
  expect(subjects).toEqual(Array.from({ length: 5_000 }, (_, n) => `Number ${n}.`));
  expect(server.mailbox.counts().waiters).toBe(0);
});

test("5,000 waits whose clients hang up leave nothing behind", { timeout: 120_000 }, async () => {
  await using server = await startTestServer();
  const waits = await manyWaits(server, 5_000);
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(5_000), { timeout: 60_000 });
  for (const { socket } of waits) socket.destroy();
  expect(new Set(await Promise.all(waits.map(({ answer }) => answer)))).toEqual(new Set([""]));
  await vi.waitFor(() => expect(server.mailbox.counts().waiters).toBe(0), { timeout: 60_000 });
  expect(server.errors).toEqual([]);
});

test("list and search stay exact and ordered while mail arrives", { timeout: 30_000 }, async () => {
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

interface Asked {
  readonly socket: Socket;
  /** All that was answered, once the server has closed; "" where it was we who hung up. */
  readonly answer: Promise<string>;
}

/** Connections that are opened at once: more than wait to be accepted are reset. */
const AT_ONCE = 200;

/** Each for a recipient of its own, on a connection of its own; over bare sockets, since HTTP clients are slow by the thousand. */
async function manyWaits(server: ListeningServer, count: number): Promise<Asked[]> {
  const waits: Asked[] = [];
  while (waits.length < count) {
    const turn = Array.from({ length: AT_ONCE }, (_, n) => askFor(server, `p${waits.length + n}@example.com`));
    await Promise.all(turn.map(({ socket }) => once(socket, "connect")));
    waits.push(...turn);
  }
  return waits;
}

function askFor(server: ListeningServer, recipient: string): Asked {
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

test("many large messages are read one after the other, while the answer is sent", async () => {
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
  // 48 MB in all: the rest is not read before somebody takes what was read.
  expect(detailCount()).toBeLessThan(15);
  let size = first?.value?.length ?? 0;
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) size += next.value.length;
  expect(size).toBeGreaterThan(20 * 6 * 400 * 998);
  expect(detailCount()).toBe(20);
}, 120_000);
