import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { expect, test } from "vitest";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { mailSource, startTestServer, storeMessage } from "./support/test-http-server.ts";

const clientOf = (app: RunningApp) => createClient({ url: app.origin });
const newestOf = ({ mailbox }: RunningApp) => mailbox.list({ limit: 1 }).items[0]?.open();
const rawOf = (app: RunningApp) => newestOf(app)?.mail().raw().toString("latin1");
const path = (address: string, parameters: { keyword: string; value: string | null }[] = []) => ({
  address,
  parameters,
});

/** Bare line ends, a dot at the start of a line, bytes that are no UTF-8, and no line end at the end. */
const STRANGE = Buffer.from("Subject: x\r\n\r\n.dot\nbare\r\n.\r\n\xff\xfe\rcr\r\n..\r\nend", "latin1");

test.each([
  ["BDAT", {}],
  ["STARTTLS and a login", { requireTls: true, auth: ["jo:pa:ss"], requireAuth: true, tls: "auto" as const }],
])("a message is sent to the SMTP port again with its envelope and its exact bytes, with %s", async (_, config) => {
  const app = await startTestApp(config);
  try {
    const from = path("a@example.com", [{ keyword: "BODY", value: "8BITMIME" }]);
    const to = [path("b@example.com"), path("hidden@example.com", [{ keyword: "NOTIFY", value: "NEVER" }])];
    const template = storeMessage(app.mailbox, mailSource("template")).envelope;
    const { id } = storeMessage(app.mailbox, STRANGE, { envelope: { ...template, from, to } });
    const again = await clientOf(app).resendMessage({ params: { id } });
    expect([again.id === id, again.sessionId]).toEqual([false, expect.any(String)]);
    expect(newestOf(app)).toMatchObject({ id: again.id, envelope: { from, to } });
    expect(rawOf(app)).toBe(STRANGE.toString("latin1"));
  } finally {
    await app.close();
  }
});

test("without CHUNKING, a message is sent with DATA", async () => {
  const app = await startTestApp({ hideExtension: ["CHUNKING"] });
  try {
    const source = "Subject: x\r\n\r\n.\r\n..a\r\n.b\r\n";
    const { id } = storeMessage(app.mailbox, source);
    await clientOf(app).resendMessage({ params: { id } });
    expect([app.mailbox.counts().messages, rawOf(app)]).toEqual([2, source]);
  } finally {
    await app.close();
  }
});

test("a fault refuses what is sent again, and the problem has the reply", async () => {
  const app = await startTestApp();
  try {
    const { id } = storeMessage(app.mailbox, mailSource("x"));
    await app.mailbox.faults.add({ on: "rcpt", reply: "452 4.2.2 Mailbox full" });
    await expect(clientOf(app).resendMessage({ params: { id } })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("452 4.2.2 Mailbox full"),
    });
    expect(app.mailbox.counts().messages).toBe(1);
  } finally {
    await app.close();
  }
});

test("a composed message arrives by SMTP, with its hidden recipients and tags", async () => {
  const app = await startTestApp();
  try {
    const row = await clientOf(app).sendMessage({
      body: {
        from: "Jo <jo@example.com>",
        to: ["zoë@exämple.com"],
        bcc: ["hidden@example.com"],
        subject: "Hello",
        text: "Hi",
        tags: ["größe"],
      },
    });
    expect(row).toMatchObject({ subject: "Hello", sender: "jo@example.com", tags: ["größe"], bcc: [] });
    expect([row.recipients.length, row.sessionId]).toEqual([2, expect.any(String)]);
    await expect(clientOf(app).sendMessage({ body: { from: "jo@example.com", text: "Hi" } })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("no recipient"),
    });
  } finally {
    await app.close();
  }
});

test("a release sends to the relay; without one, the problem names the option", async () => {
  const outside = await startTestApp();
  const app = await startTestApp({
    relay: [`smtp://127.0.0.1:${outside.smtp.port}?email=qa@example.com`],
    relayBlock: "^boss@",
  });
  try {
    const client = clientOf(app);
    const { id } = storeMessage(app.mailbox, `Bcc: secret@example.com\n${mailSource("x")}`);
    const relay = `127.0.0.1:${outside.smtp.port}`;
    expect((await client.getInfo()).relay).toMatchObject({
      port: outside.smtp.port,
      subjectPrefix: null,
      headerFrom: null,
      suggestedRecipient: "qa@example.com",
    });
    const to = ["to@example.com", "too@example.com"];
    expect(await client.releaseMessage({ params: { id }, body: { to } })).toEqual({ recipients: to, relay });
    expect(newestOf(outside)?.envelope.to.map(({ address }) => address)).toEqual(to);
    expect(rawOf(outside)).toBe(mailSource("x").replaceAll("\n", "\r\n"));
    const boss = client.releaseMessage({ params: { id }, body: { to: ["boss@example.com"] } });
    await expect(boss).rejects.toMatchObject({ status: 403 });
    const other = storeMessage(outside.mailbox, mailSource("y")).id;
    const without = clientOf(outside).releaseMessage({ params: { id: other }, body: { to } });
    await expect(without).rejects.toMatchObject({ status: 403, message: expect.stringContaining("--relay") });
    await outside.close();
    await expect(client.releaseMessage({ params: { id }, body: { to } })).rejects.toMatchObject({ status: 502 });
  } finally {
    await app.close();
    await outside.close();
  }
});

/** Unpacks a zip with Python, which checks every CRC, and returns its files. */
function unzip(bytes: Uint8Array): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "mailglass-"));
  try {
    writeFileSync(join(folder, "a.zip"), bytes);
    execFileSync("python3", ["-c", "import zipfile; zipfile.ZipFile('a.zip').extractall('out')"], { cwd: folder });
    const out = join(folder, "out");
    return Object.fromEntries(
      readdirSync(out)
        .sort()
        .map((name) => [name, readFileSync(join(out, name), "latin1")]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("messages are exported as an mbox or a zip, and an mbox is imported again", async () => {
  await using server = await startTestServer();
  const { mailbox, client } = server;
  const sources = [
    "Subject: 1\n\nFrom here\n",
    "Subject: 2\n\nTwo",
    `Subject: 3\n\n${`${"x".repeat(60)}\n`.repeat(80_000)}`,
  ];
  const ids = sources.map((source) => storeMessage(mailbox, source).id);
  const wanted = sources.map((source) => source.replaceAll("\n", "\r\n"));
  const zip = await client.exportMessages({ query: { format: "zip" } });
  const files = unzip(zip);
  expect(Object.values(files)).toEqual(wanted);
  expect(Object.keys(files).map((name) => name.slice(-24, -4))).toEqual(ids);
  const one = await client.exportMessages({ query: { format: "mbox", q: "subject:1" } });
  expect(Buffer.from(one).toString()).toMatch(/^From sender@example\.com .*\r\nSubject: 1\r\n\r\n>From here\r\n\r\n$/);

  const mbox = await client.exportMessages({ query: { format: "mbox" } });
  await mailbox.clear();
  const imported = await client.importMessages({ body: mbox, query: { to: ["jo@example.com"], tag: ["in"] } });
  expect([imported.added, imported.ids.length]).toEqual([3, 3]);
  const stored = await Promise.all(imported.ids.map(async (id) => mailbox.get(id)));
  expect(stored.map((message) => message?.mail().raw().toString())).toEqual([wanted[0], `${wanted[1]}\r\n`, wanted[2]]);
  expect(stored[0]).toMatchObject({
    tags: ["in"],
    envelope: { from: path("sender@example.com"), to: [path("jo@example.com")] },
  });
});

test("an .eml file is imported; a file without a message is refused", async () => {
  await using server = await startTestServer();
  const { client, mailbox } = server;
  const { ids } = await client.importMessages({ body: mailSource("x") });
  const message = await mailbox.get(ids[0] ?? "");
  expect(message?.mail().raw().toString()).toBe(mailSource("x").replaceAll("\n", "\r\n"));
  const send = (body: string, type: string) =>
    server.app.inject({
      method: "POST",
      url: "/api/messages/import",
      payload: body,
      headers: { "content-type": type },
    });
  expect((await send("", "message/rfc822")).statusCode).toBe(400);
  expect((await send("{}", "application/json")).statusCode).toBe(415);
  const early = "From jo@example.com Mon Jan  1 10:00:00 2024\nSubject: a\n\na\n\n";
  expect((await send(`${early}${early}`, "application/mbox")).json()).toMatchObject({ added: 2 });
  expect(mailbox.counts().messages).toBe(3);
});

test("a HEAD request and a reader that leaves early create no export", async () => {
  await using server = await startTestServer();
  const { mailbox, url } = server;
  for (let number = 0; number < 20; number++) storeMessage(mailbox, Buffer.alloc(1024 * 1024, "x"));
  const opened: string[] = [];
  const [first] = mailbox.handles();
  const Message = Object.getPrototypeOf(first) as { firstBytes(limit: number): Buffer };
  const { firstBytes } = Message;
  Message.firstBytes = function count(this: typeof first & object, limit) {
    if (limit > 100_000) opened.push(this.id);
    return firstBytes.call(this, limit);
  };
  try {
    const head = await fetch(new URL("api/messages/export?format=zip", url), { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), opened]).toEqual([200, "application/zip", []]);
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    socket.pause();
    socket.write("GET /api/messages/export?format=mbox HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => opened.length).toBeGreaterThan(0);
    socket.destroy();
    await expect.poll(() => server.sockets.size).toBeLessThan(2);
    expect(opened.length).toBeLessThan(20);
    expect(server.errors).toEqual([]);
  } finally {
    Message.firstBytes = firstBytes;
  }
});

test("all attachments are one zip with safe, unique names", async () => {
  await using server = await startTestServer();
  const part = (disposition: string, body: string) =>
    `--b\nContent-Type: application/pdf\nContent-Disposition: attachment${disposition}\n\n${body}\n`;
  const parts = [
    part('; filename="../../a.pdf"', "1"),
    part('; filename="A.pdf"', "2"),
    part("", "3"),
    part('; filename="a.pdf"', "4"),
  ];
  const { id } = storeMessage(server.mailbox, `Content-Type: multipart/mixed; boundary=b\n\n${parts.join("")}--b--\n`);
  const zip = await server.client.getAttachmentsZip({ params: { id } });
  expect(unzip(zip)).toEqual({ "A (2).pdf": "2", "a (3).pdf": "4", "a.pdf": "1", "unnamed-part-3.pdf": "3" });
  const { attachments } = await server.client.getMessage({ params: { id } });
  expect(attachments.map(({ isNameGenerated }) => isNameGenerated)).toEqual([false, false, true, false]);
});

test("the zip of a message without attachments is empty", async () => {
  await using server = await startTestServer();
  const { id } = storeMessage(server.mailbox, mailSource("x"));
  expect((await server.client.getAttachmentsZip({ params: { id } })).length).toBe(22);
});

test("a message says which older one it repeats", async () => {
  await using server = await startTestServer();
  const { mailbox, client } = server;
  const sources = [
    `Message-ID: <a@b>\n${mailSource("1")}`,
    `Message-ID: <a@b>\n${mailSource("2")}`,
    mailSource("3"),
    mailSource("3"),
    mailSource("4"),
    `Subject: large\n\n${"x".repeat(1_200_000)}1`,
    `Subject: large\n\n${"x".repeat(1_200_000)}2`,
    `Subject: large\n\n${"x".repeat(1_200_000)}1`,
  ];
  const ids = sources.map((source) => storeMessage(mailbox, source).id);
  const found = [];
  for (const id of ids) {
    const { duplicateOf } = await client.getMessage({ params: { id } });
    expect((await client.getThread({ params: { id } })).duplicateOf).toBe(duplicateOf);
    found.push(duplicateOf && ids.indexOf(duplicateOf));
  }
  expect(found).toEqual([null, 0, null, 2, null, null, null, 5]);
});
