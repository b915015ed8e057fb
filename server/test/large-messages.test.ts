import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { searchJob } from "../src/compat/mailhog/worker-jobs.ts";
import { loadReaders } from "../src/mail/worker/load-readers.ts";
import { SEARCH_JOBS } from "../src/mail/worker/search-jobs.ts";
import { VIEW_JOBS } from "../src/mail/worker/view-jobs.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { storeMessage } from "./support/test-http-server.ts";

/*
 * Messages that take long to read. Each is listed, found and opened, and read in the worker thread: on the main thread, the
 * code of no job is even loaded. No answer grows with them without bound.
 */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let app: RunningApp;
let loads: { readonly mock: { readonly calls: unknown[] } }[];

beforeAll(async () => {
  app = await startTestApp();
  // It loads the code of a job, too, but reads no message of the mailbox.
  await loadReaders();
  loads = [...SEARCH_JOBS, ...VIEW_JOBS, searchJob].map((job) => vi.spyOn(job, "load"));
});
afterEach(async () => {
  vi.clearAllMocks();
  await app.mailbox.clear();
});
afterAll(() => app.close());

const loadsOnMainThread = () => loads.reduce((sum, { mock }) => sum + mock.calls.length, 0);
const store = (source: string) => storeMessage(app.mailbox, Buffer.from(source)).id;

async function get(path: string): Promise<{ readonly bytes: number; readonly body: unknown }> {
  const response = await fetch(`${app.origin}${path}`);
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 200)}`).toBe(200);
  return { bytes: text.length, body: response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text };
}

const FIELDS = "From: Jo <jo@example.com>\r\nSubject: Large\r\n";
const multipart = (parts: string) => `${FIELDS}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`;
const nestParts = (count: number, boundary: (level: number) => string) =>
  Array.from(
    { length: count },
    (_, level) => `Content-Type: multipart/mixed; boundary=${boundary(level)}\r\n\r\n--${boundary(level)}\r\n`,
  ).join("");

const SOURCES = {
  "100,000 parts": multipart("--b\r\nContent-Type: text/html\r\n\r\nx\r\n".repeat(100_000)),
  "100,000 parts of the same boundary": `${FIELDS}${nestParts(100_000, () => "b")}`,
  "10,000 nested multiparts": `${FIELDS}${nestParts(10_000, (level) => `b${level}x`)}`,
  "60 nested boundaries that are prefixes of each other": `${FIELDS}${nestParts(60, (level) => "b".repeat(level + 1))}\r\n${`--${"b".repeat(80)}x\r\n`.repeat(50_000)}`,
  "1,000,000 header fields": `${FIELDS}${"a: b\r\n".repeat(1_000_000)}\r\ntext`,
  "a header field of 10 MB": `${FIELDS}X-Long: ${"x".repeat(10_000_000)}\r\n\r\ntext`,
  "300,000 addresses": `${FIELDS}To: ${"a@b.example,\r\n ".repeat(300_000)}z@example.com\r\n\r\ntext`,
  "a name of 2 MB": `From: ${'"'.repeat(2_000_000)}\r\nSubject: Large\r\n\r\ntext`,
  "10 MB of encoded words": `${FIELDS}X-Words: ${"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n ".repeat(350_000)}\r\n\r\ntext`,
  "10 MB of text": `${FIELDS}\r\n${"quick brown fox http://a.example/\r\n".repeat(300_000)}`,
  "20 MB of line ends": `${FIELDS}Content-Type: multipart/mixed; boundary=b\r\n\r\n${"\n".repeat(20_000_000)}`,
};

describe.each(Object.entries(SOURCES))("a message with %s", (name, source) => {
  test("is listed, found and opened by the worker, in bounded answers", async () => {
    const id = store(source);
    // A list does not wait long for the worker.
    const list = await vi.waitFor(async () => {
      const answer = await get("/api/messages");
      expect(answer.body).toMatchObject({ items: [{ id, subject: "Large", partial: false }] });
      return answer;
    }, 60_000);
    expect(list.bytes).toBeLessThan(100_000);
    for (const query of ["zzz", "body:text", "has:attachment", "has:findings", "header:X-Long=y", "to:z@example.com"])
      await get(`/api/messages?q=${query}`);

    const detail = await get(`/api/messages/${id}`);
    expect(detail.body).toMatchObject({ id, subject: "Large" });
    expect(detail.bytes).toBeLessThan(20_000_000);
    for (const view of ["headers", "parts", "links", "codes", "findings", "parts/0", "raw"]) {
      const { bytes } = await get(`/api/messages/${id}/${view}`);
      expect(bytes).toBeLessThanOrEqual(Math.max(source.length, 8_000_000));
    }
    expect((await get("/api/v1/messages")).bytes).toBeLessThan(100_000);
    await get("/api/v1/search?query=zzz");
    await get(`/api/v1/message/${id}/headers`);
    // What is as cheap as any other message is read here: one field whose value is cut, or a long text without structure.
    if (!name.startsWith("a name")) expect(loadsOnMainThread()).toBe(0);
  });
});

test("/text has all text of a message whose JSON has only the beginning", async () => {
  const text = "0123456789abcde\n".repeat(200_000);
  const id = store(`${FIELDS}\r\n${text}`);
  const { body } = await get(`/api/messages/${id}`);
  expect(body).toMatchObject({ truncated: ["text"] });
  expect((await get(`/api/messages/${id}/text`)).body).toBe(text);
});

test("an inbox of 100 messages with names of 2 MB is listed in a few hundred KiB", async () => {
  for (let index = 0; index < 100; index++) store(`From: ${'"'.repeat(2_000_000)}\r\n\r\ntext`);
  const { bytes, body } = await get("/api/messages?limit=100");
  expect(bytes).toBeLessThan(400_000);
  expect(body).toMatchObject({ items: { length: 100 } });
  expect((await get("/api/v1/messages?limit=0")).bytes).toBeLessThan(400_000);
});

test("a list ends early if its rows exceed 2 MiB, and continues from there", async () => {
  const addresses = Array.from({ length: 20 }, (_, index) => `"${"n".repeat(990)}" <a${index}@example.com>`).join(", ");
  const ids = Array.from({ length: 60 }, () => store(`To: ${addresses}\r\nCc: ${addresses}\r\n\r\ntext`));
  // A search reads them all. A list would have partial rows, which are shorter.
  await get("/api/messages?q=has:findings");
  const listed: string[] = [];
  let pages = 0;
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; pages++) {
    const { bytes, body } = await get(`/api/messages?limit=1000&before=${before}`);
    expect(bytes).toBeLessThan(2.1 * 1024 * 1024);
    const { items, next } = body as { items: { id: string }[]; next: number | null };
    listed.push(...items.map(({ id }) => id));
    before = next;
  }
  expect(listed).toEqual(ids.toReversed());
  expect(pages).toBeGreaterThan(1);
});

test("events stay in order, and have the complete row of a large message", async () => {
  const subjects: string[] = [];
  const all = Promise.withResolvers<void>();
  const stop = app.mailbox.subscribe((events) => {
    for (const event of events) {
      if (event.type !== "message.added") continue;
      subjects.push(`${event.message.subject} ${event.message.attachmentCount}`);
    }
    if (subjects.length === 3) all.resolve();
  });
  store("Subject: Before\r\n\r\ntext");
  store(multipart("--b\r\nContent-Type: image/png\r\n\r\nx\r\n".repeat(400)));
  store("Subject: After\r\n\r\ntext");
  await all.promise;
  stop();
  expect(subjects[0]).toBe("Before 0");
  // Half a second is the most that events wait; on a slow machine the row may be of the beginning.
  expect(subjects[1]).toMatch(/^Large \d+$/);
  expect(subjects[2]).toBe("After 0");
});

test("a query of a hundred terms is answered", async () => {
  store(`${FIELDS}\r\n${"a".repeat(500_000)}`);
  const long = `${"a".repeat(900)}b${"a".repeat(900)}`;
  expect((await get(`/api/messages?q=body:${long}`)).body).toMatchObject({ matched: 0 });
  expect((await get(`/api/messages?q=body:${"a".repeat(1_900)}`)).body).toMatchObject({ matched: 1 });
  const terms = Array.from({ length: 100 }, (_, index) => `a${index}b`).join(" OR ");
  expect((await get(`/api/messages?q=${encodeURIComponent(terms)}`)).body).toMatchObject({ matched: 0 });
});

test("MailHog's search looks for what large header fields and large sources have, in the worker", async () => {
  const fields = Array.from({ length: 2_000 }, (_, index) => `X-Field-${index}: ${"a".repeat(9_000)}\r\n`).join("");
  const id = store(`From: needle@example.com\r\nTo: jo@example.com\r\n${fields}X-Last: needle in fields\r\n\r\ntext`);
  store("Subject: Small\r\nFrom: jo@example.com\r\n\r\nneedle elsewhere");
  const found = async (kind: string, query: string) => {
    const { items } = (await get(`/api/v2/search?kind=${kind}&query=${query}`)).body as { items: { ID: string }[] };
    return items.map(({ ID }) => ID);
  };
  expect(await found("from", "needle")).toEqual([id]);
  expect(await found("to", "needle")).toEqual([]);
  expect(await found("containing", "needle%20in%20fields")).toEqual([id]);
  expect(await found("containing", "needle")).toHaveLength(2);
  expect(loadsOnMainThread()).toBe(0);
});
