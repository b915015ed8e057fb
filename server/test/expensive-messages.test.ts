import type { Comparison, MessageContent, PreviewInfo, Readers } from "@mailglass/shared";
import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { LinkCheck, Message } from "../src/compat/mailpit/api-types.ts";
import type { HtmlCheck } from "../src/compat/mailpit/check-html.ts";
import * as mailpitJobs from "../src/compat/mailpit/worker-jobs.ts";
import { previewInfoJob, previewJob } from "../src/http/worker-jobs.ts";
import { compareJob, contentJob } from "../src/mail/worker/content-jobs.ts";
import { loadReaders } from "../src/mail/worker/load-readers.ts";
import { checkedLinksJob } from "../src/mail/worker/view-jobs.ts";
import { readableTextJob, readersJob } from "../src/mail/worker/worker-jobs.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { storeMessage } from "./support/test-http-server.ts";

/*
 * Messages that are made to take long. Each is answered, and read in the worker thread: on the main thread, the code of
 * no job is even loaded.
 */

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { messageJob, viewJob, htmlCheckJob, thumbnailJob } = mailpitJobs;
const JOBS = [
  readableTextJob,
  readersJob,
  contentJob,
  compareJob,
  previewJob,
  previewInfoJob,
  messageJob,
  viewJob,
  htmlCheckJob,
  checkedLinksJob,
  thumbnailJob,
];

let app: RunningApp;
let loads: { readonly mock: { readonly calls: unknown[] } }[];

beforeAll(async () => {
  app = await startTestApp();
  // It loads the code of a job, too, but reads no message of the mailbox.
  await loadReaders();
  loads = JOBS.map((job) => vi.spyOn(job, "load"));
});
afterEach(() => vi.clearAllMocks());
afterAll(() => app.close());

const loadsOnMainThread = () => loads.reduce((sum, { mock }) => sum + mock.calls.length, 0);

function htmlMessage(html: string): string {
  const source = `Subject: Expensive\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`;
  return storeMessage(app.mailbox, Buffer.from(source)).id;
}

async function get(path: string): Promise<Response> {
  const response = await fetch(`${app.origin}${path}`);
  expect(response.status, `${path}: ${response.ok ? "" : await response.clone().text()}`).toBe(200);
  return response;
}

async function getJson<Body>(path: string): Promise<Body> {
  return (await get(path)).json() as Promise<Body>;
}

const HTML = {
  "500,000 attributes of one tag": `<p ${Array.from({ length: 500_000 }, (_, index) => `a${index}=1`).join(" ")}>Shown</p>`,
  "a style sheet of 10 MB": `<p>Shown</p><style>p{${"a:b;".repeat(2_500_000)}}</style>`,
  "600,000 paragraphs": '<p class="x">Shown'.repeat(600_000),
  "400,000 style sheets": `<p>Shown</p>${"<style>a{b:c}</style>".repeat(400_000)}`,
  "300,000 images": `<p>Shown</p>${'<img src="https://a.example/1.png">'.repeat(300_000)}`,
  "500,000 elements that stay open": `<p>Shown</p>${"<b>".repeat(500_000)}`,
  "300,000 links": `<p>Shown</p>${Array.from({ length: 300_000 }, (_, index) => `<a href="http://a.example/${index}">`).join("")}`,
};

test.each(Object.entries(HTML))("%s", async (name, html) => {
  const id = htmlMessage(html);
  const isAttributes = name.includes("attributes");

  const preview = await (await get(`/api/messages/${id}/preview`)).text();
  expect(preview).toContain("The preview ends here.");
  // The tag of 500,000 attributes does not end before the cut.
  expect(preview.includes("Shown")).toBe(!isAttributes);
  const info = await getJson<PreviewInfo>(`/api/messages/${id}/preview/info`);
  expect(info.hosts).toEqual(name.includes("images") ? ["a.example"] : []);

  const view = await (await get(`/view/${id}.html`)).text();
  expect(view).toContain("Only the first part of this message is shown.");
  expect(view.length).toBeLessThan(1024 * 1024 + 1_000);
  expect(await (await get(`/view/${id}.txt`)).text()).toMatch(isAttributes ? /^$/ : /Shown/);

  const check = await getJson<HtmlCheck>(`/api/v1/message/${id}/html-check`);
  expect(check.Total.Tests).toBeGreaterThan(30);
  expect(check.Total.Nodes > 0).toBe(!isAttributes);
  const { Links } = await getJson<LinkCheck>(`/api/v1/message/${id}/link-check`);
  expect(Links).toHaveLength(name.includes("links") ? 100 : name.includes("images") ? 1 : 0);

  const { fields } = await getJson<Readers>(`/api/messages/${id}/readers`);
  expect(fields).toContainEqual(expect.objectContaining({ field: "html", same: true }));

  const message = await getJson<Message>(`/api/v1/message/${id}`);
  expect(message).toMatchObject({ ID: id, Subject: "Expensive" });
  expect(message.HTML === html).toBe(true);
  expect(loadsOnMainThread()).toBe(0);
});

function imageMessage(type: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
  const source = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--b--\r\n`;
  return storeMessage(app.mailbox, Buffer.from(source)).id;
}

function noise(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4);
  let state = 1;
  for (let at = 0; at < data.length; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    data[at] = state >> 16;
  }
  return data;
}

test.each([
  ["a PNG of 32 KB", "image/png", () => PNG.sync.write(blackPng(2000, 2000))],
  ["a JPEG of noise", "image/jpeg", () => jpeg.encode({ width: 1000, height: 1000, data: noise(1000, 1000) }, 95).data],
])("a thumbnail of %s", async (_, type, make) => {
  const id = imageMessage(type, make());
  const response = await get(`/api/v1/message/${id}/part/1/thumb`);
  const { width, height, data } = jpeg.decode(Buffer.from(await response.arrayBuffer()), { useTArray: true });
  expect([width, height]).toEqual([180, 120]);
  // Not the white placeholder for a file that is not an image.
  expect(data[0]).toBeLessThan(200);
  expect(loadsOnMainThread()).toBe(0);
});

function blackPng(width: number, height: number): PNG {
  const image = new PNG({ width, height });
  for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
  return image;
}

test("a body that is six times as long in JSON is answered whole", async () => {
  const line = `${"\x01".repeat(996)}\r\n`;
  const id = storeMessage(app.mailbox, Buffer.from(`Subject: Controls\r\n\r\n${line.repeat(12_000)}`)).id;
  const message = await getJson<Message>(`/api/v1/message/${id}`);
  expect(message.Text === line.repeat(12_000).replaceAll("\r\n", "\n") || message.Text === line.repeat(12_000)).toBe(
    true,
  );
  expect(loadsOnMainThread()).toBe(0);
});

test("a small message is read on the main thread, a large one and all HTML in the worker", async () => {
  const id = htmlMessage('<p>Small</p><a href="https://a.example/">x</a>');
  const large = htmlMessage(`<p>Large</p>${"<br>".repeat(30_000)}`);
  expect(await (await get(`/api/messages/${id}/preview`)).text()).toContain("Small");
  expect(await (await get(`/view/${id}.html`)).text()).toContain("<p>Small</p>");
  expect(await getJson<Message>(`/api/v1/message/${large}`)).toMatchObject({ ID: large, Text: "Large" });
  expect(loadsOnMainThread()).toBe(0);
  const message = await getJson<Message>(`/api/v1/message/${id}`);
  expect(message).toMatchObject({ ID: id, Text: "Small\nx ( https://a.example/ )", Inline: [], Attachments: [] });
  expect(loadsOnMainThread()).toBe(1);
});

const CALENDARS = {
  "a rule of 50,000 days": `DTSTART:20260101T000000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=${"MO,".repeat(50_000)}MO`,
  "a rule for each second": "DTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY",
  "a duration of aeons": "DTSTART:20260101T000000Z\r\nDURATION:P99999999999999999W",
  "5 MB of text": `DESCRIPTION:${"x".repeat(5_000_000)}`,
  "50,000 levels": "BEGIN:VEVENT\r\n".repeat(50_000),
  "50,000 parameters": `DTSTART${";A=1".repeat(50_000)}:20260101T000000Z`,
};

test.each(Object.entries(CALENDARS))("a calendar with %s", async (_, lines) => {
  const calendar = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n${lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const source = `Subject: Expensive\r\nContent-Type: text/calendar\r\n\r\n${calendar}`;
  const { id } = storeMessage(app.mailbox, Buffer.from(source));
  const { calendars } = await getJson<MessageContent>(`/api/messages/${id}/content`);
  expect(calendars).toHaveLength(1);
  expect(loadsOnMainThread()).toBe(0);
});

test("two messages of 20 MB that have nothing in common are compared", async () => {
  const words = (seed: number) => Array.from({ length: 4_000_000 }, (_, at) => (at * seed) % 9_973).join(" ");
  const [first, second] = [htmlMessage(`<p>${words(7)}`), htmlMessage(`<p>${words(11)}`)];
  const { html } = await getJson<Comparison>(`/api/messages/${first}/compare/${second}`);
  expect(html).toMatchObject({ result: "too-different", truncated: true });
  expect(loadsOnMainThread()).toBe(0);
});

test("a client that hangs up leaves nothing behind, and the next is answered", async () => {
  const id = htmlMessage('<p class="y">Shown'.repeat(60_000));
  const hungUp = new AbortController();
  const asked = fetch(`${app.origin}/api/messages/${id}/preview`, { signal: hungUp.signal });
  hungUp.abort();
  await expect(asked).rejects.toThrow("aborted");
  expect(await (await get(`/api/messages/${id}/preview`)).text()).toContain("Shown");
});
