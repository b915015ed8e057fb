import { expect, test, vi } from "vitest";
import { type AllApis, allApis } from "../support/all-apis.ts";
import { storeMessage } from "../support/test-http-server.ts";

/*
 * Input for which backtracking code takes time proportional to the square of the length: minutes
 * to hours. Nothing is measured: each request is either answered, or reaches the time limit.
 */

vi.setConfig({ testTimeout: 60_000 });

const JSON_TYPE = { "content-type": "application/json" };

const send = (server: AllApis, body: object) =>
  server.send("POST", "/api/v1/send", { headers: JSON_TYPE, body: Buffer.from(JSON.stringify(body)) });

test("a million blanks in an attachment's base64", async () => {
  await using server = await allApis();
  const message = { From: { Email: "a@b.test" }, To: [{ Email: "c@d.test" }], Text: "x" };
  const blanks = " ".repeat(1_000_000);
  const broken = await send(server, { ...message, Attachments: [{ Filename: "a", Content: `YQ==${blanks}!` }] });
  expect(broken.status).toBe(400);
  expect(broken.body).toContain("error decoding base64");
  const whole = await send(server, { ...message, Attachments: [{ Filename: "a", Content: `YQ==${blanks}` }] });
  expect(whole.status).toBe(200);
});

test("a million colons in a To field that is uploaded", async () => {
  await using server = await allApis();
  const body = Buffer.from(`To: ${"a".repeat(500_000)}[${":".repeat(500_000)}\r\n\r\nHello`);
  const { status } = await server.send("POST", "/api/messages", {
    headers: { "content-type": "message/rfc822" },
    body,
  });
  expect(status).toBe(201);
});

test("10,000 dots in an address that is looked for in 1,000 messages", async () => {
  await using server = await allApis();
  for (let count = 0; count < 1_000; count++) storeMessage(server.mailbox, Buffer.from("To: a@b.test\r\n\r\nHello"));
  const query = encodeURIComponent(`to:"a@${".".repeat(9_900)} x"`);
  const { status, body } = await server.send("GET", `/api/v1/search?query=${query}`);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ messages_count: 0 });
});

const repeat = (count: number, textAt: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => textAt(index)).join("");

test.each([
  [
    "200,000 pictures that are missing",
    "cid-unresolved",
    "text/html",
    repeat(200_000, (at) => `<img src=cid:x${at}>\r\n`),
  ],
  ["150,000 placeholders on one line", "template-leftover", "text/plain", "%name% ".repeat(150_000)],
  ["500,000 stray equals signs", "quoted-printable-unencoded", "text/plain", "=z".repeat(500_000)],
])("%s", async (_what, code, type, body) => {
  await using server = await allApis();
  const encoding = code.startsWith("quoted") ? "Content-Transfer-Encoding: quoted-printable\r\n" : "";
  const source = Buffer.from(`Subject: x\r\nContent-Type: ${type}\r\n${encoding}\r\n${body}\r\n`);
  const { id } = storeMessage(server.mailbox, source);
  const { status, body: findings } = await server.send("GET", `/api/messages/${id}/findings`);
  expect([status, findings]).toEqual([200, expect.stringContaining(code)]);
});

test("a megabyte of ids without an at sign, in a message whose thread is read", async () => {
  await using server = await allApis();
  const { id } = storeMessage(server.mailbox, Buffer.from(`References: ${"x".repeat(1_000_000)}\r\n\r\nHello`));
  const { status, body } = await server.send("GET", `/api/messages/${id}/thread`);
  expect([status, body]).toEqual([200, expect.stringContaining(id)]);
});
