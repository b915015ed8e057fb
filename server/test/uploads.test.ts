import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { sendJob } from "../src/compat/mailpit/worker-jobs.ts";
import { composeJob, headerEnvelopeJob } from "../src/http/worker-jobs.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

/*
 * Messages that are added by HTTP and take long to read. On the main thread, the code that reads them is
 * not even loaded.
 */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let app: RunningApp;
let loads: { readonly mock: { readonly calls: unknown[] } }[];

beforeAll(async () => {
  app = await startTestApp();
  loads = [composeJob, headerEnvelopeJob, sendJob].map((job) => vi.spyOn(job, "load"));
});
afterEach(() => vi.clearAllMocks());
afterAll(() => app.close());

const loadsOnMainThread = () => loads.reduce((sum, { mock }) => sum + mock.calls.length, 0);

async function post(path: string, type: string, body: string) {
  const init = { method: "POST", headers: { "content-type": type }, body };
  const response = await fetch(`${app.origin}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const postJson = (path: string, message: object) => post(path, "application/json", JSON.stringify(message));
const rawOf = async (id: unknown) =>
  Buffer.from(await (await fetch(`${app.origin}/api/messages/${String(id)}/raw`)).arrayBuffer()).toString("latin1");

const addresses = Array.from({ length: 5_000 }, (_, at) => `a${at}@b.example`);

test("a message of 5,000 recipients that is given as JSON", async () => {
  const { status, body } = await postJson("/api/messages", {
    from: "jo@example.com",
    to: addresses.map((address) => `"Jörg" <${address}>`),
    subject: "Many",
    text: "Grüße\n".repeat(100_000),
    attachments: [{ filename: "a.bin", content: Buffer.alloc(5_000_000, 7).toString("base64") }],
    tags: ["large"],
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ subject: "Many", tags: ["large"], sender: "jo@example.com" });
  expect(body["addressCounts"]).toMatchObject({ recipients: 5_000 });
  expect(await rawOf(body["id"])).toContain(`\r\n\r\n${Buffer.alloc(57, 7).toString("base64")}\r\n`);
  expect(loadsOnMainThread()).toBe(0);
});

test("JSON that does not fit is refused as a small one is", async () => {
  const refusals = await Promise.all(
    [1, 20_000].map((count) => postJson("/api/messages", { from: "jo@example.com", to: 1, text: "x".repeat(count) })),
  );
  const [small, large] = refusals;
  expect(small?.status).toBe(400);
  expect(large).toEqual(small);
  expect((await post("/api/messages", "application/json", "[".repeat(1_000_000))).status).toBe(400);
  expect((await post("/api/messages", "application/json", `${" ".repeat(10_000)}{"a":1,"a":1}`)).status).toBe(400);
});

test("text that would not fit into the heap of the worker is refused", async () => {
  const text = "ü".repeat(17 * 1024 * 1024);
  const { status, body } = await postJson("/api/messages", { from: "jo@example.com", to: ["a@b.example"], text });
  expect([status, body["detail"]]).toEqual([413, expect.stringContaining("message/rfc822")]);
  const sent = { From: { Email: "jo@example.com" }, To: [{ Email: "a@b.example" }], Text: text };
  expect((await postJson("/api/v1/send", sent)).status).toBe(413);
  expect((await fetch(`${app.origin}/healthz`)).status).toBe(200);
});

test("a source with 5,000 recipients in its header", async () => {
  const header = `From: jo@example.com\r\nTo: ${addresses.join(",\r\n ")}\r\nCc: a1@b.example\r\n`;
  const source = `${header}\r\n${"x".repeat(998)}\r\n`;
  const { status, body } = await post("/api/messages", "message/rfc822", source);
  expect(status).toBe(201);
  expect(body).toMatchObject({ sender: "jo@example.com", recipients: addresses.slice(0, 20) });
  expect(body["addressCounts"]).toMatchObject({ recipients: 5_000 });
  expect(await rawOf(body["id"])).toBe(source);
  const named = await post("/api/messages?from=b@b.example&to=c@c.example", "message/rfc822", source);
  expect(named.body).toMatchObject({ sender: "b@b.example", recipients: ["c@c.example"] });
  expect(loadsOnMainThread()).toBe(0);
});

test("a message of 5,000 recipients that is sent by Mailpit's API", async () => {
  const { status, body } = await postJson("/api/v1/send", {
    From: { Email: "jo@example.com" },
    To: addresses.map((Email) => ({ Email, Name: "Jörg" })),
    Subject: "Many",
    Text: "Hello\n".repeat(100_000),
  });
  expect(status).toBe(200);
  const message = await app.mailbox.get(String(body["ID"]));
  expect(message?.envelope.to.map(({ address }) => address)).toEqual(addresses);
  const wrong = { From: { Email: "jo" }, Text: "x".repeat(10_000) };
  expect(await postJson("/api/v1/send", wrong)).toEqual({ status: 400, body: { Error: "invalid From address" } });
  expect(loadsOnMainThread()).toBe(0);
});

test("300 uploads at once are all taken, more than may wait for the worker", async () => {
  const upload = (at: number) =>
    postJson("/api/messages", { from: "jo@example.com", to: [`u${at}@b.example`], text: "x".repeat(5_000) });
  const uploads = await Promise.all(Array.from({ length: 300 }, (_, at) => upload(at)));
  expect(uploads.map(({ status }) => status)).toEqual(uploads.map(() => 201));
});

test("a body that is longer than its route allows is refused, with and without its length", async () => {
  const body = Buffer.alloc(70_000_000, "x");
  const statuses = [
    (await fetch(`${app.origin}/api/v1/send`, { method: "POST", body }).catch(() => ({ status: 413 }))).status,
  ];
  const stream = new ReadableStream({
    start(controller) {
      for (let count = 0; count < 2; count++) controller.enqueue(body);
      controller.close();
    },
  });
  const init = { method: "POST", body: stream, duplex: "half", headers: { "content-type": "message/rfc822" } };
  statuses.push((await fetch(`${app.origin}/api/messages`, init as RequestInit).catch(() => ({ status: 413 }))).status);
  expect(statuses).toEqual([413, 413]);
});
