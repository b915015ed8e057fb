import { once } from "node:events";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createEnvelope } from "./support/create-mail.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/*
 * Lists, searches and marks of other products' APIs concern all messages. They must not copy each message, which takes
 * half a second for a full mailbox and doubles its memory.
 */

const COUNT = 60;
const SIZE = 200 * 1024 + 7;

let app: RunningApp;
let allocations: { readonly mock: { readonly calls: readonly [size: number][] } };

beforeAll(async () => {
  app = await startTestApp({ relay: [] });
  allocations = vi.spyOn(Buffer, "allocUnsafeSlow");
});
afterEach(() => app.mailbox.clear());
afterAll(async () => {
  vi.restoreAllMocks();
  await app.close();
});

/** Keeps a message in two pieces of the mailbox's memory, as SMTP does. */
function store(header: string): void {
  const raw = Buffer.from(`${header}\r\n${"text ".repeat(20)}`);
  const source = Buffer.concat([raw, Buffer.alloc(SIZE - raw.length, "x\r\n")]);
  const pieces = [source.subarray(0, 1_000), source.subarray(1_000)].map((part) => {
    const piece = app.mailbox.allocator.allocate(part.length);
    piece.set(part);
    return piece;
  });
  const envelope = createEnvelope("sender@example.com", ["jo@example.com"]);
  void app.mailbox.add({ raw: pieces, size: SIZE, envelope, sessionId: null, receivedAt: Date.now(), findings: [] });
}

const copies = () => allocations.mock.calls.filter(([size]) => size === SIZE).length;

async function call(method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(`${app.origin}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status: 200 });
  return text;
}

const list = async (path: string) =>
  JSON.parse(await call("GET", path)) as { count: number; messages: { ID: string; Tags: string[] }[]; tags: string[] };

test("messages that are gone while a list is made are left out of it", async () => {
  store("Subject: First\r\n");
  store("Subject: Last\r\n");
  const { handles } = app.mailbox;
  vi.spyOn(app.mailbox, "handles").mockImplementationOnce((options) => {
    const found = handles.call(app.mailbox, options);
    void app.mailbox.remove([found[0]?.id ?? ""]);
    return found;
  });
  expect(await list("/api/v1/messages")).toMatchObject({ count: 1, messages: [{ Subject: "First" }] });
});

test("Mailpit's listener, lists, searches and marks copy no message", async () => {
  for (let index = 0; index < COUNT; index++)
    store(`Subject: Number ${index}\r\nTo: jo+tag${index % 3}@example.com\r\n`);
  const socket = new WebSocket(`${app.origin.replace("http", "ws")}/api/events`);
  await once(socket, "message");
  const { count, messages, tags } = await list("/api/v1/messages?limit=0");
  expect([count, messages.length, tags]).toEqual([COUNT, COUNT, ["tag0", "tag1", "tag2"]]);
  expect(messages[0]?.Tags).toEqual(["tag2"]);
  expect(JSON.parse(await call("GET", "/api/v1/tags"))).toEqual(["tag0", "tag1", "tag2"]);
  const searches = { "subject:number": COUNT, "to:tag1": 20, "tag:tag1": 20, "has:attachment": 0, "-is:read": COUNT };
  for (const [query, found] of Object.entries(searches)) {
    expect(await list(`/api/v1/search?query=${query}&limit=100`)).toMatchObject({ count: found });
  }
  const ids = messages.map(({ ID }) => ID);
  await call("PUT", "/api/v1/messages", { Read: true });
  await call("PUT", "/api/v1/messages", { IDs: ids, Read: false });
  await call("PUT", "/api/v1/tags", { IDs: ids.slice(0, 30), Tags: ["one"] });
  await call("PUT", "/api/v1/tags/one", { Name: "two" });
  expect(await list("/api/v1/search?query=tag:two")).toMatchObject({ count: 30 });
  await call("DELETE", "/api/v1/search?query=subject:%22number%201%22");
  await call("DELETE", "/api/v1/messages", { IDs: ids.slice(0, 5) });
  expect(await list("/api/v1/messages")).toMatchObject({ total: COUNT - 11 - 5 });
  expect(copies()).toBe(0);
  await call("GET", `/api/v1/message/${ids[7]}/raw`);
  expect(copies()).toBe(1);
  socket.terminate();
});
