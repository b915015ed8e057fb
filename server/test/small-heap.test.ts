import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { RawClient } from "./smtp/raw-client.ts";
import { type ChildServer, startChildServer } from "./support/child-server.ts";
import { HOSTILE_MESSAGES, type HostileMessage } from "./support/hostile-messages.ts";

/*
 * A server whose heap is limited to 64 MiB receives large hostile messages, while listeners of every kind are connected. Each
 * message is requested through every route that reads messages, all at once.
 */

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 300_000 });

/** Bytes; with this heap, the server accepts up to 8 MiB. Larger ones would only take longer. */
const MAX_SOURCE_BYTES = 2_500_000;

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

let server: ChildServer;

beforeAll(async () => {
  server = await startChildServer({ nodeFlags: ["--max-old-space-size=64"] });
});
afterAll(() => server.kill());

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
async function deliver(source: Buffer): Promise<string> {
  const client = await RawClient.connect({ port: server.smtpPort });
  await client.read();
  for (const line of ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"])
    await client.command(line);
  client.send(source.toString("latin1").replaceAll("\n.", "\n.."));
  const reply = await client.command(".");
  client.destroy();
  return reply;
}

async function fetchBytes(path: string): Promise<{ status: number; type: string; body: Buffer }> {
  const response = await fetch(`http://127.0.0.1:${server.httpPort}${path}`);
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type") ?? "", body };
}

/** Requests a path. JSON must be complete. The server may refuse what a message does not have, or what takes too long. */
async function request(path: string): Promise<void> {
  const { status, type, body } = await fetchBytes(path);
  expect({ path, status: [200, 400, 404, 503].includes(status) || status }).toEqual({ path, status: true });
  if (status === 200 && type.includes("json")) expect(() => JSON.parse(body.toString())).not.toThrow();
}

async function openSocket(path: string): Promise<{ readonly frames: string[]; close(): void }> {
  const frames: string[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${server.httpPort}${path}`, { maxPayload: 0 });
  socket.on("message", (data: Buffer) => frames.push(data.toString()));
  await once(socket, "open");
  return { frames, close: () => socket.terminate() };
}

async function openEventStream(path: string): Promise<IncomingMessage> {
  const [response] = await once(get({ port: server.httpPort, host: "127.0.0.1", path }), "response");
  return response.on("error", () => {}).resume();
}

test("the server survives every hostile message through every API, and answers correctly", async () => {
  const sockets = {
    native: await openSocket("/api/stream"),
    mailhog: await openSocket("/api/v2/websocket"),
    mailpit: await openSocket("/api/events"),
  };
  const streams = [await openEventStream("/api/stream"), await openEventStream("/api/v1/events")];
  const ids: string[] = [];
  for (const mail of HOSTILE_MESSAGES) {
    const source = sourceOf(mail);
    expect(await deliver(source)).toMatch(/^250 /);
    const { items } = JSON.parse((await fetchBytes("/api/messages?limit=1")).body.toString());
    const [{ id }] = items;
    ids.push(id);
    const raw = await fetchBytes(`/api/messages/${id}/raw`);
    expect({ name: mail.name, isSame: raw.body.equals(source) }).toEqual({ name: mail.name, isSame: true });
    await Promise.all(PATHS_OF_A_MESSAGE.map((path) => request(path.replace(":id", id))));
    expect({ name: mail.name, ended: server.ended() }).toEqual({ name: mail.name, ended: undefined });
  }
  await Promise.all(PATHS_OF_ALL.map(request));
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
