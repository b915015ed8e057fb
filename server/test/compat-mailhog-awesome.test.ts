import { MailhogClient } from "mailhog-awesome";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;
let client: MailhogClient;

beforeAll(async () => {
  app = await startTestApp();
  client = new MailhogClient({
    host: "127.0.0.1",
    port: app.http.port,
    defaults: { numRetries: 1, retryDelayMs: 10 },
  });
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

const createMailOptions = (subject: string, more: object = {}) => ({
  from: "sender@example.com",
  to: "rcpt@example.com",
  subject,
  text: `text of ${subject}`,
  ...more,
});

test("getEmails() filters by sender, recipient, Cc, subject, body and time", async () => {
  await app.send(createMailOptions("one", { from: "other@example.com" }));
  await app.send(createMailOptions("two", { cc: "carol@example.com" }));
  const subjects = async (options: object) => (await client.getEmails(options)).map(({ subject }) => subject);
  expect(await subjects({ from: "other@example.com" })).toEqual(["one"]);
  expect(await subjects({ to: "rcpt@example.com" })).toEqual(["two", "one"]);
  expect(await subjects({ cc: "carol@example.com" })).toEqual(["two"]);
  expect(await subjects({ subject: "wo" })).toEqual(["two"]);
  expect(await subjects({ body: "text of one" })).toEqual(["one"]);
  expect(await subjects({ after: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await subjects({ before: new Date(Date.now() + 60_000) })).toEqual(["two", "one"]);
});

test("getAllEmails(), getLastEmail() and getInbox() read", async () => {
  await app.send(createMailOptions("one"));
  await app.send(createMailOptions("two", { to: "zoe@example.com" }));
  expect(await client.getAllEmails()).toHaveLength(2);
  expect(await client.getLastEmail()).toMatchObject({ subject: "two", text: "text of two" });
  expect(await client.getInbox("zoe@example.com")).toHaveLength(1);
});

test("clearInbox(), deleteEmail(), deleteEmails() and deleteAllEmails() delete", async () => {
  for (const to of ["a@example.com", "b@example.com", "c@example.com", "d@example.com"])
    await app.send(createMailOptions("x", { to }));
  expect(await client.clearInbox("a@example.com")).toBe(true);
  const [first] = await client.getInbox("b@example.com");
  expect(await client.deleteEmail(first?.ID ?? "")).toBe(true);
  expect(await client.deleteEmails({ to: "c@example.com" })).toBe(true);
  expect(await client.getAllEmails()).toHaveLength(1);
  expect(await client.deleteAllEmails()).toBe(true);
  expect(app.mailbox.counts().messages).toBe(0);
});

test("releaseEmail(), releaseEmails() and releaseAllEmails() send on", async () => {
  await app.send(createMailOptions("one"));
  const server = { host: "localhost", port: String(app.smtp.port), email: "released@example.com" };
  const [first] = await client.getAllEmails();
  expect(await client.releaseEmail(first?.ID ?? "", server)).toBe(true);
  expect(await client.releaseEmails(server, { to: "rcpt@example.com" })).toBe(true);
  expect(await client.releaseAllEmails(server)).toBe(true);
  expect(app.mailbox.counts().messages).toBe(8);
});

test("encode(), decode() and extractUrls() need no server", () => {
  expect(client.decode(client.encode("é", "base64"), "base64")).toBe("é");
  expect(client.extractUrls("see https://example.com/a")).toContain("https://example.com/a");
});
