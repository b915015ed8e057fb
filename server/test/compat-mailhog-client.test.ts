import mailhog from "mailhog";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

/** Under `/api`, which MailHog's API shares with Mailpit's, and under `/mailhog/api`, where it is alone. */
describe.each(["/api", "/mailhog/api"])("npm mailhog at %s", (basePath) => {
  let client: mailhog.API;

  beforeAll(() => {
    client = mailhog({ host: "127.0.0.1", port: app.http.port, basePath });
  });

  test("messages() decodes what it is given", async () => {
    await app.send(greeting, ["bob@example.com", "hidden@example.com"]);
    const listed = await client.messages();
    expect(listed).toMatchObject({ total: 1, count: 1, start: 0 });
    const [message] = listed?.items ?? [];
    expect(message).toMatchObject({
      subject: "Hé",
      from: "Jö <jo@example.com>",
      to: "Bob <bob@example.com>",
      cc: "carol@example.com",
      bcc: undefined,
      replyTo: "help@example.com",
      text: "café",
      html: "<b>café</b>",
      date: new Date("2016-10-23T18:59:40Z"),
      deliveryDate: expect.any(Date),
    });
    expect(message?.attachments).toMatchObject([{ name: "dot.gif", type: "image/gif", encoding: "base64" }]);
    expect(message?.ID).toMatch(/^[A-Za-z0-9]+$/);
  });

  test("messages() pages from the newest", async () => {
    for (const subject of ["one", "two", "three"]) await app.send(plain(subject));
    const page = await client.messages(1, 1);
    expect(page).toMatchObject({ total: 3, count: 1, start: 1, items: [{ subject: "two" }] });
  });

  test("search() finds by sender, recipient and what is in the source, encoded or not", async () => {
    await app.send(plain("one"), ["only@recipient.test"]);
    await app.send(greeting);
    const subjects = async (query: string, kind?: string) =>
      (await client.search(query, kind))?.items.map((item) => item.subject);
    expect(await subjects("SENDER@example", "from")).toEqual(["Hé", "one"]);
    expect(await subjects("jo@example", "from")).toEqual(["Hé"]);
    expect(await subjects("ONLY@recipient", "to")).toEqual(["one"]);
    expect(await subjects("caf=C3=A9")).toEqual(["Hé"]);
    expect(await subjects("café")).toEqual(["Hé"]);
    expect(await subjects("dot.gif")).toEqual(["Hé"]);
    expect(await subjects("nowhere")).toEqual([]);
  });

  test("the latest…() calls find the newest, or 0", async () => {
    await app.send(plain("old"));
    await app.send(plain("new"));
    expect(await client.latestFrom("sender@example.com")).toMatchObject({ subject: "new" });
    expect(await client.latestTo("rcpt@example.com")).toMatchObject({ subject: "new" });
    expect(await client.latestContaining("old")).toMatchObject({ subject: "old" });
    expect(await client.latestContaining("nowhere")).toBe(0);
  });

  test("deleteMessage() deletes one, deleteAll() the rest", async () => {
    await app.send(plain("one"));
    const id = (await client.messages())?.items[0]?.ID ?? "";
    await app.send(plain("two"));
    await app.send(plain("three"));
    expect(await client.deleteMessage(id)).toMatchObject({ statusCode: 200 });
    expect(await client.messages()).toMatchObject({ total: 2 });
    expect(await client.deleteAll()).toMatchObject({ statusCode: 200 });
    expect(await client.messages()).toEqual({ total: 0, count: 0, start: 0, items: [] });
  });

  test("releaseMessage() sends to our own SMTP port, and to no server that is not allowed", async () => {
    await app.send(plain("one"));
    const id = (await client.messages())?.items[0]?.ID ?? "";
    const to = (host: string, port: number) =>
      client.releaseMessage(id, { host, port: String(port), email: "released@example.com" });
    expect(await to("localhost", app.smtp.port)).toMatchObject({ statusCode: 200 });
    expect(await client.latestTo("released@example.com")).toMatchObject({ subject: "one" });
    // The client parses every response as JSON.
    await expect(to("mail.example.com", 25)).rejects.toThrow("not valid JSON");
    expect(await client.messages()).toMatchObject({ total: 2 });
  });

  test("encode() and decode() need no server", () => {
    expect(client.decode(client.encode("üäö", "quoted-printable"), "quoted-printable")).toBe("üäö");
  });
});

const greeting = [
  "From: =?utf-8?Q?J=C3=B6?= <jo@example.com>",
  "To: Bob <bob@example.com>",
  "Cc: carol@example.com",
  "Reply-To: help@example.com",
  "Subject: =?utf-8?B?SMOp?=",
  "Date: Sun, 23 Oct 2016 20:59:40 +0200",
  "Content-Type: multipart/mixed; boundary=b",
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "caf=C3=A9",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from("<b>café</b>").toString("base64"),
  "--b",
  "Content-Type: image/gif",
  "Content-Transfer-Encoding: base64",
  'Content-Disposition: attachment; filename="dot.gif"',
  "",
  "R0lGODlhAQABAAAAACw=",
  "--b--",
  "",
].join("\r\n");

const plain = (subject: string) =>
  `From: a@example.com\r\nTo: b@example.com\r\nSubject: ${subject}\r\n\r\n${subject}\r\n`;
