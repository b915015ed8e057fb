import mailhog from "mailhog";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { mailhogFace } from "../src/compat/mailhog/face.ts";
import { type FaceUnderTest, serveFace } from "./support/faces.ts";

let server: FaceUnderTest;
let client: mailhog.API;
const released: { upstream: unknown; to: readonly string[] }[] = [];

beforeAll(async () => {
  server = await serveFace((app, mailbox) =>
    mailhogFace(app, {
      mailbox,
      hostname: "mailglass.test",
      upstreams: [],
      release: async (_message, request) => {
        if (request.upstream?.host !== "allowed.test") return { type: "refused", reason: "not allowed" };
        released.push(request);
        return { type: "sent" };
      },
    }),
  );
  client = mailhog({ host: "127.0.0.1", port: server.port, basePath: "/mailhog/api" });
});
afterAll(() => server.close());
beforeEach(() => server.mailbox.clear());

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

test("messages() decodes what it is given", async () => {
  server.deliver(greeting, { from: "jo@example.com", to: ["bob@example.com", "hidden@example.com"] });
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
  for (const subject of ["one", "two", "three"]) server.deliver(plain(subject));
  const page = await client.messages(1, 1);
  expect(page).toMatchObject({ total: 3, count: 1, start: 1, items: [{ subject: "two" }] });
});

test("search() finds by sender, recipient and what is in the source, encoded or not", async () => {
  server.deliver(plain("one"), { from: "only@sender.test", to: ["only@recipient.test"] });
  server.deliver(greeting);
  const subjects = async (query: string, kind?: string) =>
    (await client.search(query, kind))?.items.map((item) => item.subject);
  expect(await subjects("only@sender", "from")).toEqual(["one"]);
  expect(await subjects("ONLY@recipient", "to")).toEqual(["one"]);
  expect(await subjects("caf=C3=A9")).toEqual(["Hé"]);
  expect(await subjects("café")).toEqual(["Hé"]);
  expect(await subjects("dot.gif")).toEqual(["Hé"]);
  expect(await subjects("nowhere")).toEqual([]);
});

test("the latest…() calls find the newest, or 0", async () => {
  server.deliver(plain("old"));
  server.deliver(plain("new"));
  expect(await client.latestFrom("sender@example.com")).toMatchObject({ subject: "new" });
  expect(await client.latestTo("rcpt@example.com")).toMatchObject({ subject: "new" });
  expect(await client.latestContaining("old")).toMatchObject({ subject: "old" });
  expect(await client.latestContaining("nowhere")).toBe(0);
});

test("deleteMessage() deletes one, deleteAll() the rest", async () => {
  const { id } = server.deliver(plain("one"));
  server.deliver(plain("two"));
  server.deliver(plain("three"));
  expect(await client.deleteMessage(id)).toMatchObject({ statusCode: 200 });
  expect(await client.messages()).toMatchObject({ total: 2 });
  expect(await client.deleteAll()).toMatchObject({ statusCode: 200 });
  expect(await client.messages()).toEqual({ total: 0, count: 0, start: 0, items: [] });
});

test("releaseMessage() goes to a server that is allowed, and to no other", async () => {
  const { id } = server.deliver(plain("one"));
  const to = (host: string) => client.releaseMessage(id, { host, port: "2525", email: "x@example.com" });
  expect(await to("allowed.test")).toMatchObject({ statusCode: 200 });
  expect(released).toEqual([{ upstream: { host: "allowed.test", port: 2525 }, to: ["x@example.com"] }]);
  await expect(to("other.test")).rejects.toThrow("not valid JSON");
});

test("encode() and decode() need no server", () => {
  expect(client.decode(client.encode("üäö", "quoted-printable"), "quoted-printable")).toBe("üäö");
});
