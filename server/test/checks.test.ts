import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DkimCheck, LinkCheck, Message, MessageList, SpamCheck } from "@mailglass/shared";
import { afterEach, expect, test } from "vitest";
import { ConfigError } from "../src/config/config-error.ts";
import type { Config } from "../src/config/options.ts";
import { createFileWriter } from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { composeSigned, createRsaKeys } from "./support/sign-dkim.ts";
import { startFakeRspamd, startFakeSpamd } from "./support/spam-servers.ts";

const writeFile = createFileWriter();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function start(config: Partial<Config> = {}): Promise<RunningApp> {
  const app = await startTestApp(config);
  cleanUps.push(() => app.close());
  return app;
}

/** Sends a source, and returns the path of the message. */
async function sendAndGetPath(app: RunningApp, source: string): Promise<string> {
  await app.send(source);
  return `${app.origin}/api/messages/${app.mailbox.list({ limit: 1 }).items[0]?.id}`;
}

async function getJson<Body>(url: string, init?: RequestInit): Promise<Body> {
  const response = await fetch(url, init);
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${body}`);
  return JSON.parse(body) as Body;
}

const codesOf = (message: Message) => message.findings.map(({ code }) => code);

test("a signature is checked with a given key, in the checks, the findings and the list", async () => {
  const keys = createRsaKeys();
  const app = await start({
    dkimKey: [{ name: "test._domainkey.example.com", file: writeFile(keys.record) }],
  });
  const source = (await composeSigned(keys)).toString();
  const path = await sendAndGetPath(app, source);
  expect(await getJson<DkimCheck>(`${path}/checks/dkim`)).toMatchObject({
    signatures: [{ bodyHash: { matches: true }, signature: { result: "valid", key: "given" } }],
    alignment: { from: "example.com", envelope: "example.com", spf: "strict", dkim: "strict" },
  });
  expect(codesOf(await getJson<Message>(path))).not.toContain("dkim-signature");

  const changed = await sendAndGetPath(app, source.replace("Your order  4711", "Your order  4712"));
  expect(codesOf(await getJson<Message>(changed))).toContain("dkim-signature");
  const { items } = await getJson<MessageList>(`${app.origin}/api/messages?q=has:findings`);
  expect(items.map(({ subject }) => subject)).toEqual(["Your order  4712"]);
});

test("without a key, a footer is found, and nothing is looked up", async () => {
  const app = await start();
  const source = (await composeSigned(createRsaKeys())).toString().trimEnd();
  const footer = "Sent by a list\r\n";
  const path = await sendAndGetPath(app, `${source}\r\n${footer}`);
  const [signature] = (await getJson<DkimCheck>(`${path}/checks/dkim`)).signatures;
  expect(signature).toMatchObject({ signature: { result: "no-key", key: null, detail: null } });
  const finding = (await getJson<Message>(path)).findings.find(({ code }) => code === "dkim-body-hash");
  expect(finding).toMatchObject({
    group: "signature",
    severity: "error",
    fix: expect.stringContaining("before signing"),
  });
  const raw = await (await fetch(`${path}/raw`)).text();
  const where = finding?.where.in === "source" ? raw.slice(finding.where.start, finding.where.end) : "";
  expect(where).toBe(footer);
});

test("a large signed message is checked", async () => {
  const app = await start();
  const text = "A line of a long text, which is sent unchanged.\n".repeat(60_000);
  const source = (await composeSigned(createRsaKeys(), { text })).toString();
  const path = await sendAndGetPath(app, source);
  expect((await getJson<DkimCheck>(`${path}/checks/dkim`)).signatures).toMatchObject([{ bodyHash: { matches: true } }]);
  const changed = await sendAndGetPath(app, source.replace("A line", "A lime"));
  expect(codesOf(await getJson<Message>(changed))).toContain("dkim-body-hash");
});

test.each([
  ["missing", /cannot be read \(ENOENT\)/],
  [undefined, /has no key that can be used/],
])("a key file that is of no use ends the start: %s", async (file, problem) => {
  const config = { dkimKey: [{ name: "s._domainkey.x.test", file: file ?? writeFile("v=spf1 -all") }] };
  await expect(startTestApp(config)).rejects.toThrow(problem);
  await expect(startTestApp(config)).rejects.toBeInstanceOf(ConfigError);
});

test("spam filters are not called unless they are named", async () => {
  const app = await start();
  const path = await sendAndGetPath(app, "Subject: Hi\n\nHello\n");
  expect(await getJson<SpamCheck>(`${path}/checks/spam`)).toEqual({ spamassassin: null, rspamd: null });
  for (const check of ["sa-check", "rspamd-check"])
    expect((await fetch(`${app.origin}/api/v1/message/latest/${check}`)).status).toBe(404);
});

test("spam scores are in our API, and in that of Mailpit", async () => {
  const spamd = await startFakeSpamd((_, socket) =>
    socket.end(
      "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.54 / 5.0\r\n\r\n pts rule name  description\n---- ---------- -----\n 6.5 MISSING_DATE           Missing Date: header\n",
    ),
  );
  const rspamd = await startFakeRspamd(() => ({
    status: 200,
    body: '{"score":1.234,"required_score":15,"action":"no action","symbols":{"A":{"name":"A","score":1.234,"description":"a"}}}',
  }));
  cleanUps.push(spamd.close, rspamd.close);
  const app = await start({
    spamassassin: { host: "127.0.0.1", port: spamd.port },
    rspamd: new URL(`http://127.0.0.1:${rspamd.port}`),
  });
  const path = await sendAndGetPath(app, "Subject: Hi\n\nHello\n");
  expect(await getJson<SpamCheck>(`${path}/checks/spam`)).toMatchObject({
    spamassassin: { error: null, isSpam: true, score: 6.54, threshold: 5 },
    rspamd: { error: null, isSpam: false, score: 1.234, threshold: 15, action: "no action" },
  });
  const mailpit = `${app.origin}/api/v1`;
  expect(await getJson(`${mailpit}/message/latest/sa-check`)).toEqual({
    IsSpam: true,
    Error: "",
    Score: 6.5,
    Rules: [{ Score: 6.5, Name: "MISSING_DATE", Description: "Missing Date: header" }],
  });
  expect(await getJson(`${mailpit}/message/latest/rspamd-check`)).toEqual({
    IsSpam: false,
    Error: "",
    Score: 1.23,
    Threshold: 15,
    Action: "no action",
    Rules: [{ Score: 1.23, Name: "A", Description: "a" }],
  });
  expect(await getJson(`${mailpit}/webui`)).toMatchObject({ SpamAssassin: true, Rspamd: true });
});

test("a spam filter that is away is an answer, not a failure", async () => {
  const app = await start({ spamassassin: { host: "127.0.0.1", port: 1 } });
  const path = await sendAndGetPath(app, "Subject: Hi\n\nHello\n");
  expect(await getJson<SpamCheck>(`${path}/checks/spam`)).toMatchObject({
    spamassassin: { error: expect.stringContaining("cannot be used") },
    rspamd: null,
  });
  expect(await getJson(`${app.origin}/api/v1/message/latest/sa-check`)).toMatchObject({
    Error: expect.stringContaining("cannot be used"),
    Score: 0,
  });
});

test("links are requested on request only, where that is enabled, and never private ones", async () => {
  let calls = 0;
  const target = createServer((_, response) => {
    calls++;
    response.end();
  });
  await new Promise<void>((resolve) => void target.listen(0, "127.0.0.1", resolve));
  cleanUps.push(() => target.close());
  const link = `http://127.0.0.1:${(target.address() as AddressInfo).port}/token`;
  const source = `Subject: Hi\n\nPlease open ${link}\n`;

  const closed = await sendAndGetPath(await start(), source);
  expect(await getJson(`${closed}/checks/links`)).toEqual({ enabled: false, urls: [link] });
  const refused = await fetch(`${closed}/checks/links`, { method: "POST" });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("--check-links") });

  const app = await start({ checkLinks: true });
  const open = await sendAndGetPath(app, source);
  expect(await getJson(`${open}/checks/links`)).toEqual({ enabled: true, urls: [link] });
  expect(await getJson<LinkCheck>(`${open}/checks/links?follow=false`, { method: "POST" })).toMatchObject({
    links: [{ url: link, outcome: "blocked", status: null }],
  });
  const foreign = await fetch(`${open}/checks/links`, { method: "POST", headers: { origin: "http://evil.test" } });
  expect(foreign.status).toBe(403);
  // A page of another site can make a browser fetch Mailpit's route.
  const crossSite = { headers: { "sec-fetch-site": "cross-site" } };
  expect(await getJson(`${app.origin}/api/v1/message/latest/link-check`, crossSite)).toMatchObject({
    Errors: 0,
    Links: [{ StatusCode: 0, Status: expect.stringContaining("Not checked") }],
  });
  expect(calls).toBe(0);
});
