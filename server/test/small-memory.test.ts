import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { describe, expect, onTestFinished, type TestContext, test, vi } from "vitest";
import { WebSocket } from "ws";
import { RawClient } from "./smtp/raw-client.ts";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import { HOSTILE_MESSAGES, type HostileMessage } from "./support/hostile-messages.ts";
import { createMemoryCgroup } from "./support/memory-cgroup.ts";

/*
 * Servers with little memory receive more than fits, ordinary mail that is read, and large hostile messages, each of which is
 * requested through every route that reads messages, all at once, while listeners of every kind are connected.
 */

vi.setConfig({ testTimeout: 1_800_000 });

const MiB = 1024 ** 2;

/** Bytes; the servers accept at least twice as much. Larger ones would only take longer, and CI has 40 minutes. */
const MAX_SOURCE_BYTES = process.env["CI"] ? 1_500_000 : 2_500_000;

/** `:id` stands for the id of a message. */
const PATHS_OF_A_MESSAGE = [
  "/api/messages/:id",
  "/api/messages/:id/text",
  "/api/messages/:id/html",
  "/api/messages/:id/headers",
  "/api/messages/:id/parts",
  "/api/messages/:id/parts/1",
  "/api/messages/:id/findings",
  "/api/messages/:id/links",
  "/api/messages/:id/codes",
  "/api/messages/:id/readers",
  "/api/messages/:id/preview",
  "/api/messages/:id/preview/info",
  "/api/v1/message/:id",
  "/api/v1/message/:id/headers",
  "/api/v1/message/:id/html-check",
  "/api/v1/message/:id/link-check",
  "/api/v1/message/:id/part/1",
  "/api/v1/message/:id/part/2/thumb",
  "/view/:id.html",
  "/view/:id.txt",
  "/mailhog/api/v1/messages/:id",
  "/mailhog/api/v1/messages/:id/mime/part/0/download",
];

const PATHS_OF_ALL = [
  "/api/messages?limit=1000",
  "/api/messages?q=zzz",
  "/api/messages?q=has:findings",
  "/api/messages?q=has:attachment",
  "/api/messages/latest",
  // Several of these messages at once exceed the memory of the worker with this heap; the response would end early.
  "/api/messages/wait?since=0",
  "/api/v1/messages?limit=1000",
  "/api/v1/search?query=zzz",
  "/api/v2/messages?limit=5",
  "/api/v2/search?kind=containing&query=zzz",
];

interface SmallServer {
  readonly place: string;
  /** Starts it. The test is skipped where this cannot be done. */
  start(skip: TestContext["skip"], ...flags: string[]): Promise<ChildServer>;
}

const SMALL_HEAP: SmallServer = {
  place: "with a heap of 64 MiB",
  start: (_skip, ...flags) => startChildServer({ flags, nodeFlags: ["--max-old-space-size=64"] }),
};

const inCgroup = (mebibytes: number): SmallServer => ({
  place: `in a cgroup of ${mebibytes} MiB`,
  async start(skip, ...flags) {
    if (process.execve === undefined) return skip("Node before 22.15 keeps memory that is free: see docs/security.md");
    const cgroup = createMemoryCgroup(mebibytes * MiB);
    if (cgroup === undefined) return skip("no cgroup can be made here");
    onTestFinished(() => vi.waitFor(() => cgroup.remove(), 60_000));
    const server = await startChildServer({ built: true, flags, cgroup });
    expect(readFileSync(`/proc/${server.pid}/environ`, "utf8")).toContain("MALLOC_TRIM_THRESHOLD_=");
    return server;
  },
});

const originOf = ({ httpPort }: ChildServer) => `http://127.0.0.1:${httpPort}`;

/** Uploads a message. Returns the status; 503 if the server answered and closed the connection before all was sent. */
const upload = (server: ChildServer, body: Buffer<ArrayBuffer>): Promise<number> =>
  fetch(`${originOf(server)}/api/messages?from=a@b.example&to=c@d.example`, {
    method: "POST",
    headers: { "content-type": "message/rfc822" },
    body,
  }).then(
    ({ status }) => status,
    () => 503,
  );

/** The source of a message, as close to the size limit as its attack is. */
function sourceOf(mail: HostileMessage): Buffer {
  let scale = Math.min(1, MAX_SOURCE_BYTES / (100 * mail.source(0.01).length));
  for (;;) {
    const source = mail.source(scale);
    if (source.length <= MAX_SOURCE_BYTES) return source;
    scale *= 0.7;
  }
}

/** Sends a message, with a dot before each dot that begins a line (RFC 5321 §4.5.2). */
async function deliver(server: ChildServer, source: Buffer): Promise<string> {
  const client = await RawClient.connect({ port: server.smtpPort });
  await client.read();
  for (const line of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"])
    await client.command(line);
  client.send(source.toString("latin1").replaceAll("\n.", "\n.."));
  const reply = await client.command(".");
  client.destroy();
  return reply;
}

async function fetchBytes(server: ChildServer, path: string): Promise<{ status: number; type: string; body: Buffer }> {
  const response = await fetch(originOf(server) + path);
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type") ?? "", body };
}

/**
 * Requests a path. JSON must be complete. The server may refuse what a message does not have, or what takes too long. A response
 * that has begun ends early if the worker has no memory for the rest of it, so it is requested again.
 */
async function request(server: ChildServer, path: string): Promise<void> {
  const { status, type, body } = await vi.waitFor(() => fetchBytes(server, path), {
    timeout: 120_000,
    interval: 1_000,
  });
  expect({ path, status: [200, 400, 404, 503].includes(status) || status }).toEqual({ path, status: true });
  if (status === 200 && type.includes("json")) expect(() => JSON.parse(body.toString())).not.toThrow();
}

async function openSocket(server: ChildServer, path: string): Promise<{ readonly frames: string[]; close(): void }> {
  const frames: string[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${server.httpPort}${path}`, { maxPayload: 0 });
  socket.on("message", (data: Buffer) => frames.push(data.toString()));
  await once(socket, "open");
  return { frames, close: () => socket.terminate() };
}

async function openEventStream(server: ChildServer, path: string): Promise<IncomingMessage> {
  const [response] = await once(get({ port: server.httpPort, host: "127.0.0.1", path }), "response");
  return response.on("error", () => {}).resume();
}

describe.each([SMALL_HEAP, inCgroup(128)])("$place,", ({ start }) => {
  test("the server survives 40 senders and 20 uploads of the largest message at once", async ({ skip }) => {
    const server = await start(skip, "--max-sessions=10000");
    const info = (await (await fetch(`${originOf(server)}/api/info`)).json()) as { limits: { messageBytes: number } };
    const message = Buffer.from(`${"x".repeat(998)}\r\n`.repeat(Math.trunc(info.limits.messageBytes / 1000) - 1));
    for (let round = 0; round < 2; round += 1) {
      const replies = await Promise.all(Array.from({ length: 40 }, () => deliver(server, message)));
      expect(replies.filter((reply) => !/^(?:250|452 4\.3\.1) /.test(reply))).toEqual([]);
      expect(replies.some((reply) => reply.startsWith("250 "))).toBe(true);
    }
    const statuses = await Promise.all(Array.from({ length: 20 }, () => upload(server, message)));
    expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    expect(await server.stop()).toBe(0);
  });

  test("the server survives ordinary mail that is listed, searched and opened", async ({ skip }) => {
    const server = await start(skip);
    const cases = new URL("cases/", import.meta.url);
    const names = readdirSync(cases).filter((name) => name.endsWith(".eml"));
    for (let round = 0; round < 3; round += 1) {
      for (const name of names) expect(await upload(server, readFileSync(new URL(name, cases)))).toBe(201);
    }
    for (const path of ["?limit=50", "?q=invoice"]) await request(server, `/api/messages${path}`);
    const { body } = await fetchBytes(server, "/api/messages?limit=1000");
    const { items } = JSON.parse(body.toString()) as { items: { id: string }[] };
    expect(items).toHaveLength(3 * names.length);
    for (const { id } of items) {
      for (const view of ["", "/preview", "/findings", "/readers"]) await request(server, `/api/messages/${id}${view}`);
    }
    expect(await server.stop()).toBe(0);
  });
});

// 128 MiB are enough, also beside a load of 12. CI leaves a margin: where the process rarely gets a turn, it reads its memory in use too late.
describe.each([SMALL_HEAP, inCgroup(process.env["CI"] ? 256 : 128)])("$place,", ({ start }) => {
  test("the server survives every hostile message through every API, and answers correctly", async ({ skip }) => {
    const server = await start(skip);
    const sockets = {
      native: await openSocket(server, "/api/stream"),
      mailhog: await openSocket(server, "/api/v2/websocket"),
      mailpit: await openSocket(server, "/api/events"),
    };
    const streams = [await openEventStream(server, "/api/stream"), await openEventStream(server, "/api/v1/events")];
    const ids: string[] = [];
    for (const mail of HOSTILE_MESSAGES) {
      const source = sourceOf(mail);
      expect(await deliver(server, source)).toMatch(/^250 /);
      const { items } = JSON.parse((await fetchBytes(server, "/api/messages?limit=1")).body.toString());
      const [{ id }] = items;
      ids.push(id);
      const raw = await fetchBytes(server, `/api/messages/${id}/raw`);
      expect({ name: mail.name, isSame: raw.body.equals(source) }).toEqual({ name: mail.name, isSame: true });
      await Promise.all(PATHS_OF_A_MESSAGE.map((path) => request(server, path.replace(":id", id))));
      expect({ name: mail.name, ended: server.ended() }).toEqual({ name: mail.name, ended: undefined });
    }
    await Promise.all(PATHS_OF_ALL.map((path) => request(server, path)));
    await vi.waitFor(() => expect(JSON.parse(sockets.mailhog.frames.at(-1) ?? "{}").ID).toBe(ids.at(-1)), 60_000);
    expect(sockets.mailhog.frames.map((frame) => JSON.parse(frame).ID)).toEqual(ids);
    const added = sockets.native.frames
      .flatMap((frame) => JSON.parse(frame))
      .flatMap(({ type, message }) => (type === "message.added" ? [message.id] : []));
    expect(added).toEqual(ids);
    const mailpit = sockets.mailpit.frames.map((frame) => JSON.parse(frame));
    expect(mailpit.flatMap(({ Type, Data }) => (Type === "new" ? [Data.ID] : []))).toEqual(ids);
    expect(server.ended()).toBeUndefined();
    for (const socket of Object.values(sockets)) socket.close();
    for (const stream of streams) stream.destroy();
    expect(await server.stop()).toBe(0);
  });
});
