import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { storeMessage } from "./support/test-http-server.ts";

/** Listeners of MailHog's and Mailpit's events that read hostile mail, or do not read at all. */

const MIB = 1024 * 1024;

let app: RunningApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

/** Each level repeats the text in MailHog's JSON, where each of its bytes takes six. */
function bomb(bytes: number): Buffer {
  const levels = Array.from({ length: 20 }, (_, level) => level);
  const heads = levels.map((n) => `Content-Type: multipart/mixed; boundary=q${n}q\r\n\r\n--q${n}q\r\n`);
  return Buffer.concat([Buffer.from(`${heads.join("")}\r\n`), Buffer.alloc(bytes, `${"\u0001".repeat(998)}\r\n`)]);
}

async function openWebSocket(path: string): Promise<WebSocket> {
  const socket = new WebSocket(`${app.origin.replace("http", "ws")}${path}`);
  await once(socket, "open");
  return socket;
}

async function openEventStream(): Promise<IncomingMessage> {
  const [response] = await once(get(`${app.origin}/api/v1/events`), "response");
  return response;
}

test("a bomb of nested multiparts reaches listeners as a small event, and the next message whole", async () => {
  const socket = await openWebSocket("/api/v2/websocket");
  const frames: string[] = [];
  socket.on("message", (data: Buffer) => frames.push(data.toString()));
  const stream = await openEventStream();
  let text = "";
  stream.setEncoding("utf8").on("data", (data: string) => {
    text += data;
  });
  const { id } = storeMessage(app.mailbox, bomb(5 * MIB));
  storeMessage(app.mailbox, "Subject: next\n\nhello\n");
  await vi.waitFor(() => expect(frames).toHaveLength(2), { timeout: 20_000 });
  await vi.waitFor(() => expect(text.match(/\n\n/g)).toHaveLength(2), { timeout: 20_000 });
  expect(text).toBe(frames.map((frame) => `data: ${frame}\n\n`).join(""));
  expect(frames[0]?.length).toBeLessThan(16 * MIB);
  const size = (await app.mailbox.get(id))?.size;
  expect(JSON.parse(frames[0] ?? "")).toMatchObject({ ID: id, Content: { Size: size } });
  expect(JSON.parse(frames[1] ?? "")).toMatchObject({ Content: { Body: "hello", Headers: { Subject: ["next"] } } });
  socket.terminate();
  stream.destroy();
}, 60_000);

test("the same bomb is fetched as JSON of bounded size", async () => {
  const raw = bomb(2 * MIB);
  const { id } = storeMessage(app.mailbox, raw);
  const message = JSON.parse(await (await fetch(`${app.origin}/api/v1/messages/${id}`)).text());
  const parts = JSON.stringify(message.MIME, (name, value) => (name === "Body" ? value.length : value));
  const bodies = [...parts.matchAll(/"Body":(\d+)/g)].reduce((sum, [, length]) => sum + Number(length), 0);
  expect(bodies).toBeLessThanOrEqual(3 * raw.length);
  expect(message.Raw.Data).toBe(raw.toString().replace(/\r\n$/, ""));
}, 60_000);

test.each(["/api/v2/websocket", "/api/events"])(
  "a WebSocket of %s that is not read is disconnected",
  async (path) => {
    const slow = await openWebSocket(path);
    slow.pause();
    const good = await openWebSocket(path);
    let received = 0;
    good.on("message", () => received++);
    const closed = once(slow, "close");
    // More than the limit of unsent bytes of one listener: 32 MiB of MailHog's events, 8 MiB of Mailpit's.
    const { id } = storeMessage(app.mailbox, "Subject: marked\n\n");
    for (let sent = 0; sent < 60; sent++) {
      const before = received;
      if (path === "/api/events") await app.mailbox.mark(id, { tags: [`${sent}`.padEnd(MIB / 2, "x")] });
      else storeMessage(app.mailbox, `Subject: ${sent}\n\n${"x".repeat(MIB)}\n`);
      await vi.waitFor(() => expect(received).toBeGreaterThan(before), { interval: 1, timeout: 20_000 });
    }
    slow.resume();
    await closed;
    expect(good.readyState).toBe(WebSocket.OPEN);
    good.terminate();
  },
  60_000,
);

test("an event stream that is not read is disconnected", async () => {
  const slow = await openEventStream();
  slow.pause();
  const good = await openEventStream();
  let received = 0;
  good.setEncoding("utf8").on("data", (data: string) => {
    received += data.match(/\n\n/g)?.length ?? 0;
  });
  const closed = new Promise((resolve) => slow.once("close", resolve).on("error", () => {}));
  for (let sent = 0; sent < 60; sent++) {
    const before = received;
    storeMessage(app.mailbox, `Subject: ${sent}\n\n${"x".repeat(MIB)}\n`);
    await vi.waitFor(() => expect(received).toBeGreaterThan(before), { interval: 1, timeout: 20_000 });
  }
  slow.resume();
  await closed;
  expect(slow.complete).toBe(false);
  good.destroy();
}, 60_000);

test("pieces of a base64 part are decoded as one", async () => {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
  const lines = bytes.toString("base64").replace(/.{76}/g, "$&\n");
  const part = `Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n${lines}\n`;
  const { id } = storeMessage(app.mailbox, `Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}--b--\n`);
  const response = await fetch(`${app.origin}/api/v1/messages/${id}/mime/part/0/download`);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
});

test("a restored message is not reported as a new one: Mailpit's listeners read the list again, once", async () => {
  const mailpit = await openWebSocket("/api/events");
  const mailhog = await openWebSocket("/api/v2/websocket");
  const types: string[] = [];
  const received: string[] = [];
  mailpit.on("message", (data: Buffer) => types.push(JSON.parse(data.toString()).Type));
  mailhog.on("message", (data: Buffer) => received.push(JSON.parse(data.toString()).ID));
  const ids = ["one", "two", "three"].map((subject) => storeMessage(app.mailbox, `Subject: ${subject}\n\n`).id);
  await vi.waitFor(() => expect(received).toEqual(ids));
  const { undo } = await app.mailbox.removeWithUndo(ids.slice(0, 2));
  expect(await app.mailbox.restore(undo?.token ?? "")).toBe(2);
  const { id } = storeMessage(app.mailbox, "Subject: last\n\n");
  await vi.waitFor(() => expect(received).toEqual([...ids, id]));
  const reported = () => types.filter((type) => type !== "stats");
  await vi.waitFor(() => expect(reported()).toEqual(["new", "new", "new", "delete", "delete", "prune", "new"]));
  mailpit.terminate();
  mailhog.terminate();
});
