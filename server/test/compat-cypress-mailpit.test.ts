import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type CypressStub, stubCypress } from "./support/cypress-stub.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

let app: RunningApp;
let cypress: CypressStub;

beforeAll(async () => {
  app = await startTestApp();
  cypress = stubCypress({ MAILPIT_URL: app.origin, defaultCommandTimeout: 600 });
  vi.stubGlobal("cy", cypress.globals.cy);
  vi.stubGlobal("Cypress", cypress.globals.Cypress);
  await import("cypress-mailpit");
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await app.close();
});
beforeEach(() => app.mailbox.clear());

const send = (options: object = {}) => cypress.run("mailpitSendMail", options);

test("every command that reads and waits", async () => {
  await send({
    subject: "First",
    textBody: "Look here",
    htmlBody: "<p>Look here</p>",
    to: [{ Email: "jo@example.com", Name: "Jo" }],
  });
  await send({ tags: ["one", "two"] });
  expect(await cypress.run("mailpitGetAllMails")).toMatchObject({
    total: 2,
    count: 2,
    messages_count: 2,
    start: 0,
    tags: ["one", "two"],
  });
  expect(await cypress.run("mailpitGetAllMails", 1, 1)).toMatchObject({ start: 1, messages: [{ Subject: "First" }] });
  expect(await cypress.run("mailpitGetMail")).toMatchObject({
    Subject: "Hello Mailpit",
    Tags: ["one", "two"],
    Bcc: [{ Address: "bcc@example.com" }],
  });
  expect(await cypress.run("mailpitSearchEmails", "Look")).toMatchObject({ messages_count: 1, total: 2 });
  expect(await cypress.run("mailpitGetEmailsBySubject", "First")).toMatchObject({ messages_count: 1 });
  expect(await cypress.run("mailpitGetEmailsByTo", "jo@example.com")).toMatchObject({ messages_count: 1 });
  await cypress.run("mailpitHasEmailsBySearch", "Look");
  await cypress.run("mailpitHasEmailsBySubject", "First");
  await cypress.run("mailpitHasEmailsByTo", "jo@example.com");
  await cypress.run("mailpitNotHasEmailsBySearch", "nowhere");
  await cypress.run("mailpitNotHasEmailsBySubject", "nowhere");
  await cypress.run("mailpitNotHasEmailsByTo", "nobody@example.com");
  await expect(cypress.run("mailpitHasEmailsBySearch", "nowhere", 0, 50, { timeout: 1, interval: 1 })).rejects.toThrow(
    "Timed out",
  );
});

test("every command for one mail", async () => {
  await send({
    subject: "Test",
    textBody: "Test",
    htmlBody: "<p>Test</p>",
    from: { Email: "a@example.com" },
    to: [{ Email: "b@example.com" }],
    attachments: [{ Content: "SGVsbG8gV29ybGQ=", FileName: "hello.txt" }],
  });
  const mail = await cypress.run("mailpitGetMail");
  expect(await cypress.runOn(mail, "mailpitGetSubject")).toBe("Test");
  expect(await cypress.runOn(mail, "mailpitGetFromAddress")).toBe("a@example.com");
  expect(await cypress.runOn(mail, "mailpitGetRecipientAddress")).toEqual(["b@example.com"]);
  expect(await cypress.runOn(mail, "mailpitGetMailHTMlBody")).toBe("<p>Test</p>");
  expect(await cypress.runOn(mail, "mailpitGetMailTextBody")).toBe("Test");
  expect(await cypress.runOn(mail, "mailpitGetAttachments")).toEqual(["hello.txt"]);
});

test("the SpamAssassin commands find the feature off, as in a Mailpit without it", async () => {
  await send();
  const mail = await cypress.run("mailpitGetMail");
  await expect(cypress.runOn(mail, "mailpitGetMailSpamAssassinSummary")).rejects.toThrow("404");
  await expect(cypress.runOn(mail, "mailpitGetMailSpamAssainSummary")).rejects.toThrow("404");
});

test("the marks: one mail, several, all", async () => {
  await send();
  await send();
  const unread = () => app.mailbox.counts().unread;
  const messages = await cypress.run("mailpitGetAllMails").then((listed) => (listed as { messages: unknown }).messages);
  expect(await cypress.runOn(messages, "mailpitSetStatusAsRead")).toBe("ok");
  expect(unread()).toBe(0);
  expect(await cypress.runOn(messages, "mailpitSetStatusAsUnRead")).toBe("ok");
  expect(unread()).toBe(2);
  expect(await cypress.runOn(await cypress.run("mailpitGetMail"), "mailpitSetStatusAsRead")).toBe("ok");
  expect(unread()).toBe(1);
  expect(await cypress.run("mailpitSetAllEmailStatusAsRead")).toBe("ok");
  expect(unread()).toBe(0);
  expect(await cypress.run("mailpitSetAllEmailStatusAsUnRead")).toBe("ok");
  expect(unread()).toBe(2);
});

test("the deletions", async () => {
  await send({ subject: "Keep" });
  await send({ subject: "Drop" });
  await cypress.run("mailpitDeleteEmailsBySearch", "subject:Drop");
  expect(app.mailbox.counts().messages).toBe(1);
  await cypress.run("mailpitDeleteAllEmails");
  expect(app.mailbox.counts().messages).toBe(0);
});

test("an address that is none is refused, and said which", async () => {
  await expect(send({ to: [{ Email: "", Name: "To" }] })).rejects.toThrow(/400: Bad Request.*invalid To address/);
});

test("the plugin has no other commands", () => {
  expect(cypress.names).toHaveLength(26);
});
