import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type CypressStub, stubCypress } from "./support/cypress-stub.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";

const require = createRequire(import.meta.url);

let app: RunningApp;
let cypress: CypressStub;

beforeAll(async () => {
  app = await startTestApp();
  cypress = stubCypress({ mailHogUrl: app.origin, defaultCommandTimeout: 50, responseTimeout: 5_000 });
  vi.stubGlobal("cy", cypress.globals.cy);
  vi.stubGlobal("Cypress", cypress.globals.Cypress);
  require("cypress-mailhog");
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await app.close();
});
beforeEach(() => app.mailbox.clear());

const withAttachment = {
  from: "single@example.com",
  to: "recipient@example.com",
  cc: "cc@example.com",
  bcc: "bcc@example.com",
  subject: "Single Mail",
  text: "Text body",
  html: "<b>HTML body</b>",
  attachments: [{ filename: "sample.pdf", content: "%PDF" }],
};

test("every command that reads or filters", async () => {
  await app.send(withAttachment);
  await app.send({ ...withAttachment, from: "other@example.com", subject: "Other", bcc: [], attachments: [] });
  expect(await cypress.run("mhGetAllMails")).toHaveLength(2);
  expect(await cypress.run("mhGetMailsBySubject", "Single Mail")).toHaveLength(1);
  expect(await cypress.run("mhGetMailsByRecipient", "bcc@example.com")).toHaveLength(1);
  expect(await cypress.run("mhGetMailsBySender", "other@example.com")).toHaveLength(1);
  expect(await cypress.run("mhSearchMails", "to", "cc@example.com")).toHaveLength(2);
  expect(await cypress.run("mhSearchMails", "containing", "Single Mail")).toHaveLength(1);
  const all = await cypress.run("mhGetAllMails");
  expect(await cypress.runOn(all, "mhFilterBySubject", "Other")).toHaveLength(1);
  expect(await cypress.runOn(all, "mhFilterByRecipient", "recipient@example.com")).toHaveLength(2);
  expect(await cypress.runOn(all, "mhFilterBySender", "single@example.com")).toHaveLength(1);
  await cypress.run("mhHasMailWithSubject", "Other");
  await cypress.run("mhHasMailFrom", "other@example.com");
  await cypress.run("mhHasMailTo", "cc@example.com");
  await cypress.run("mhWaitForMails", 1);
});

test("every command for one mail", async () => {
  await app.send(withAttachment);
  const mail = await cypress.runOn(await cypress.run("mhGetAllMails"), "mhFirst");
  expect(await cypress.runOn(mail, "mhGetSubject")).toBe("Single Mail");
  expect(await cypress.runOn(mail, "mhGetSender")).toBe("single@example.com");
  expect(await cypress.runOn(mail, "mhGetRecipients")).toEqual([
    "recipient@example.com",
    "cc@example.com",
    "bcc@example.com",
  ]);
  expect(await cypress.runOn(mail, "mhGetBody")).toContain("HTML body");
  expect(await cypress.runOn(mail, "mhGetAttachments")).toEqual(["sample.pdf"]);
});

test("mhDeleteAll deletes", async () => {
  await app.send(withAttachment);
  await cypress.run("mhDeleteAll");
  expect(await cypress.run("mhGetAllMails")).toEqual([]);
});

test("mhSetJimMode and mhGetJimMode invite Jim and send him away", async () => {
  expect(await cypress.run("mhGetJimMode")).toBe(false);
  await cypress.run("mhSetJimMode", true);
  expect(await cypress.run("mhGetJimMode")).toBe(true);
  expect(app.mailbox.faults.list()).not.toEqual([]);
  await cypress.run("mhSetJimMode", false);
  expect(await cypress.run("mhGetJimMode")).toBe(false);
  expect(app.mailbox.faults.list()).toEqual([]);
});

test("the plugin has no other commands", () => {
  expect(cypress.names).toHaveLength(21);
});
